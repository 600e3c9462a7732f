/** `npm run check`: trains runs of the record again and says how they compare, with a certificate. Its options are checked by environment/commands/check.mjs. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../engine/engine';
import { checkedInWords, writeCertificate } from '../experiments/certificate';
import { checkRun, drawRuns } from '../experiments/check-runs';
import { experimentsOf } from '../experiments/experiments';
import { RECORD_FILE, recordedRuns } from '../experiments/record';
import { runName } from '../experiments/run-name';
import { distinctRuns } from '../experiments/train-runs';
import { interruptSignal } from '../notebook/checkpoint';
import { trainWithProgress } from '../notebook/run-with-progress';
import { runHash } from '../runs/run';
import { findRun, openStore, pathOf } from '../runs/run-store';
import { runCommand } from './options';

const FOLDER = resolve(__dirname, '..', '..', 'output', 'check');

runCommand(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '1' }, seed: { type: 'string' }, fastest: { type: 'boolean', default: false }, experiment: { type: 'string' } } });
  const draw = { count: Number(values.runs), seed: Number(values.seed ?? Date.now() % 1e6), fastest: values.fastest };
  const recorded = [...(await recordedRuns(distinctRuns(experimentsOf('study').flatMap(({ runs }) => runs)))).values()];
  const among = recorded.filter(({ run }) => values.experiment === undefined || run.experiment === values.experiment);
  if (among.length === 0) throw new Error(`There is no run to check in ${RECORD_FILE}: write the record first, "npm run collect -- --record".`);
  const drawn = drawRuns(among, draw);
  console.log(`${drawn.length} of ${among.length} runs of the record are trained again, ${draw.fastest ? 'the fastest' : `drawn by seed ${draw.seed}`}:`);
  for (const { hash, run } of drawn) console.log(`  ${hash} ${runName(run)}`);

  const store = openStore(join(FOLDER, 'runs'));
  for (const { hash } of drawn) rmSync(pathOf(store, hash), { recursive: true, force: true });
  const failed = await trainWithProgress(await startEngine(), store, drawn.map(({ run }) => run), { anew: true, signal: interruptSignal() });
  const trained = drawn.map((before) => ({ before, again: findRun(store, before.run) })).filter(({ again }) => again.status === 'done');
  const runs = trained.map(({ before, again }) => checkRun(before, again, recorded));
  runs.forEach((run) => console.log(checkedInWords(run)));
  failed.forEach(({ run, reason }) => console.error(`${runHash(run)} ${runName(run)} could not be trained: ${reason}`));
  if (!trained[0]) return 1;

  const { cpu, device, engine, tfjs, node, threads, oneDNN, instructions, commit } = trained[0].again.environment[0]!;
  const passed = failed.length === 0 && runs.every((run) => run.passed);
  const paths = await writeCertificate(FOLDER, {
    format: 1,
    at: new Date().toISOString(),
    draw,
    machine: { cpu, device, engine, tfjs, node, threads, oneDNN, ...(instructions !== undefined && { instructions }), commit },
    runs,
    failed: failed.map(({ run, reason }) => ({ run: runHash(run), reason })),
    passed,
  });
  console.log(`${passed ? 'Passed' : 'FAILED'}. The certificate is in ${paths.join(' and ')}.`);
  return passed ? 0 : 1;
});
