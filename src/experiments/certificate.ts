import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files/write-whole';
import type { Start } from '../runs/environment';
import type { CheckedRun, Draw } from './check-runs';

/** What was checked, where, by which versions, and what came of it. */
export interface Certificate {
  readonly format: 1;
  /** UTC, ISO 8601 */
  readonly at: string;
  readonly draw: Draw;
  /** of the runs that were trained again */
  readonly machine: Pick<Start, 'cpu' | 'device' | 'engine' | 'tfjs' | 'node' | 'threads' | 'oneDNN' | 'instructions' | 'commit'>;
  readonly runs: readonly CheckedRun[];
  /** runs that could not be trained, with the reason */
  readonly failed: readonly { readonly run: string; readonly reason: string }[];
  readonly passed: boolean;
}

/** Writes a certificate as JSON and as Markdown. @returns the paths @throws the system's error when it cannot be written */
export async function writeCertificate(folder: string, certificate: Certificate): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files = [['certificate.json', `${JSON.stringify(certificate, null, 1)}\n`], ['certificate.md', `${certificateText(certificate)}\n`]] as const;
  for (const [name, text] of files) await writeWhole(join(folder, name), text);
  return files.map(([name]) => join(folder, name));
}

/** One sentence of a run that was trained again. */
export function checkedInWords({ run, name, sameBits, sameProcessorAndLibrary, sameCode, deviations, passed }: CheckedRun): string {
  if (sameBits) return `${run} ${name}: bit-identical`;
  const where = sameProcessorAndLibrary ? 'its bits differ on the same kind of processor and library' : 'on another kind of processor or library';
  const off = deviations.map(({ number, recorded, now, inSpreads }) => `${number} ${recorded.toPrecision(4)} → ${now.toPrecision(4)}${inSpreads === null ? '' : ` (${inSpreads.toFixed(2)} σ)`}`);
  return `${run} ${name}: ${passed ? 'within the spread over seeds' : 'DIFFERS'}, ${where}${sameCode ? '' : ', by other code than the record'}; ${off.join(', ')}`;
}

function certificateText({ at, draw, machine, runs, failed, passed }: Certificate): string {
  const { cpu, device, engine, tfjs, node, threads, instructions, commit } = machine;
  const drawn = draw.fastest ? 'the fastest' : `drawn by seed ${draw.seed}`;
  return [
    `# ${runs.length} networks of the study, trained again: ${passed ? 'passed' : 'FAILED'}`,
    '',
    `${at}; ${device === 'CPU' ? cpu : `a GPU, and ${cpu}`}; ${engine}, tfjs ${tfjs}, Node ${node}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${instructions === undefined ? '' : `, oneDNN up to ${instructions}`}; commit ${commit ?? 'unknown'}; ${drawn}.`,
    '',
    ...runs.map((run) => `* ${checkedInWords(run)} (${Math.round(run.seconds)} s)`),
    ...failed.map(({ run, reason }) => `* ${run}: could not be trained: ${reason}`),
    '',
    'On the same kind of processor, with the same library, every bit must be the same; elsewhere neither error nor an index may be off by more than three standard deviations (σ) over seeds.',
  ].join('\n');
}
