import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Dataset } from '../data/dataset';
import { engineName, type Engine } from '../engine/engine';
import { codeDigest } from './code-digest';

/** One start of a run: what computed it, from which step to which, and how long. */
export const startSchema = z.strictObject({
  /** UTC, ISO 8601 */
  at: z.string(),
  fromStep: z.int().nonnegative(),
  /** last step that is kept of this start */
  toStep: z.int().nonnegative(),
  /** of training and measuring, wall clock */
  seconds: z.number().nonnegative(),
  /** e.g. `TensorFlow 2.18.1 on the CPU` */
  engine: z.string().min(1),
  device: z.enum(['CPU', 'GPU']),
  threads: z.int().positive(),
  oneDNN: z.boolean(),
  /** newest of the processor's instructions that oneDNN may use; where it is absent, `AVX2`: runs were trained on processors without newer ones before it was kept */
  instructions: z.string().min(1).optional(),
  tfjs: z.string(),
  node: z.string(),
  /** model name of the host's processor */
  cpu: z.string(),
  /** of the working tree; null: it is no clone */
  commit: z.string().nullable(),
  /** {@link codeDigest}, which tells of changes that are not committed */
  code: z.string(),
  data: z.strictObject({ source: z.string(), sha256: z.record(z.string(), z.string()), caveat: z.string().optional() }),
});

export type Start = Readonly<z.output<typeof startSchema>>;
export const environmentSchema = z.array(startSchema);

/** Seconds of training and measuring, of all starts of a run. */
export function secondsOf(environment: readonly Start[]): number {
  return environment.reduce((sum, { seconds }) => sum + seconds, 0);
}

const project = resolve(__dirname, '..', '..');

/** What is about to compute a run. */
export function environmentNow({ report }: Engine, { provenance }: Dataset, fromStep: number): Start {
  const { device, threads, oneDNN, instructions, tfjs, node } = report;
  return {
    at: new Date().toISOString(),
    fromStep,
    toStep: fromStep,
    seconds: 0,
    engine: engineName(report),
    device,
    threads,
    oneDNN,
    ...(instructions !== undefined && { instructions }),
    tfjs,
    node,
    cpu: cpus()[0]?.model ?? 'unknown',
    commit: commit(),
    code: codeDigest(),
    data: provenance,
  };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
