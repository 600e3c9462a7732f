import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { experiment } from '../../src/experiments/experiments';
import { loadRuns } from '../../src/experiments/load-runs';
import { sweep, type Sweep } from '../../src/experiments/sweep';
import { loadExperiment } from '../../src/notebook/load-experiment';
import { runWithProgress } from '../../src/notebook/run-with-progress';
import { runHash, type Run } from '../../src/runs/run';
import { describeRun, enterRun, pathOf, type RunStore } from '../../src/runs/run-store';
import { writeSealed } from '../../src/runs/sealed-json';
import { emptyStore } from '../runs/tiny-run';
import { storedRun } from '../tables/stored-runs';

const root = resolve(__dirname, '..', '..');
const own: Sweep = {
  name: 'own', task: 'mnist', trainImages: 64, testImages: 40,
  network: { channels: [4, 4], blocks: 2, stride: 4 },
  training: { epochs: 1, batchSize: 32, learningRate: { kind: 'constant', rate: 0.05 } },
  seeds: [1, 2, 3],
};
const planned = sweep(own);

/** Makes in a store the folders of the first two of some runs: one has nonsense for a configuration, the other is done. */
async function fill(store: RunStore, [damaged, done]: readonly Run[]): Promise<void> {
  for (const run of [damaged!, done!]) {
    await describeRun(store, enterRun(store, run), run);
    const { environment, measurements } = storedRun();
    await writeSealed(pathOf(store, runHash(run), 'environment'), environment);
    await writeSealed(pathOf(store, runHash(run), 'measurements'), measurements);
  }
  writeFileSync(pathOf(store, runHash(damaged!), 'configuration'), 'nonsense');
}

const store = emptyStore();
const sentence = `${pathOf(store, runHash(planned.runs[0]!), 'configuration')} is damaged (its checksum is not that of its content): put back a copy of it, or delete the folder to train this run again.`;
before(async () => {
  await fill(store, planned.runs);
  writeFileSync(join(store.folder, 'own.json'), JSON.stringify(own));
});

/** What is said on the two streams from here on. */
function listen(context: TestContext): { readonly log: () => string[]; readonly error: () => string[] } {
  const [log, error] = (['log', 'error'] as const).map((name) => {
    const { mock } = context.mock.method(console, name, () => undefined);
    return () => mock.calls.map(({ arguments: [said] }) => String(said));
  });
  return { log: log!, error: error! };
}

function command(name: string, ...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const options = ['--import', 'tsx', join('src', 'commands', `${name}.ts`), '--sweep', join(store.folder, 'own.json'), ...args];
  return spawnSync(process.execPath, options, { cwd: root, env: { ...process.env, RUNS_DIR: store.folder }, encoding: 'utf8' });
}

test('a damaged run of a preset is named once and left out of what is loaded', async (context) => {
  const { runs } = experiment('mnist', 'smoke');
  const ofPreset = emptyStore();
  await fill(ofPreset, runs);
  const { error } = listen(context);
  const loaded = await loadRuns('smoke', ofPreset);
  assert.ok(!loaded.some(({ hash }) => hash === runHash(runs[0]!)));
  assert.equal(loaded.find(({ hash }) => hash === runHash(runs[1]!))?.status, 'done');
  assert.equal(error().length, 1);
  assert.match(error()[0]!, new RegExp(`^A run cannot be read: .*${runHash(runs[0]!)}/configuration\\.json is damaged .*: put back a copy of it, or delete the folder to train this run again\\.$`));
});

test('a damaged run of an experiment is missing, and the others are loaded', async (context) => {
  const { log, error } = listen(context);
  const loaded = await loadExperiment(planned, store);
  assert.deepEqual(loaded.map(({ hash }) => hash), [runHash(planned.runs[1]!)]);
  assert.deepEqual(error(), [`A run cannot be read: ${sentence}`]);
  assert.ok(log().some((line) => line.startsWith('missing (damaged): ') && line.endsWith(runHash(planned.runs[0]!))), log().join('\n'));
});

test('collect writes the others', () => {
  const out = join(store.folder, 'own.csv');
  const { status, stdout, stderr } = command('collect', '--out', out);
  assert.deepEqual([status, stdout, stderr], [0, `1 of 3 runs are written to ${out}.\n`, `A run cannot be read: ${sentence}\n`]);
  assert.equal(readFileSync(out, 'utf8').trim().split('\n').length, 2);
});

test('status counts it as damaged', () => {
  const { status, stdout, stderr } = command('status');
  assert.deepEqual([status, stderr], [0, `A run cannot be read: ${sentence}\n`]);
  assert.match(stdout, /^experiment +runs +done +running +stopped +failed +damaged +new\nown +3 +1 +0 +0 +0 +1 +1\n/);
});

test('train says of the one run that is asked for what is wrong with it', () => {
  const { status, stderr } = command('train', '--run', runHash(planned.runs[0]!));
  assert.equal(status, 1);
  assert.ok(stderr.trimEnd().endsWith(sentence), stderr);
  assert.equal(stderr.split(sentence).length, 2);
});

test('training says what is wrong with it, and trains the others', async (context) => {
  const { error } = listen(context);
  const done = await runWithProgress(planned, store);
  assert.deepEqual(done.map(({ hash }) => hash), planned.runs.slice(1).map(runHash));
  const said = error().filter((line) => line.includes('configuration.json'));
  assert.deepEqual(said.map((line) => line.slice(line.indexOf(' failed: '))), [` failed: ${sentence}`]);
});
