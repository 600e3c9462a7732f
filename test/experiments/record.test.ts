import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { inTurn, type Experiment } from '../../src/experiments/experiment';
import { experimentsOf } from '../../src/experiments/experiments';
import { findRuns, loadRuns } from '../../src/experiments/load-runs';
import { recordedRuns } from '../../src/experiments/record';
import { writeRecord } from '../../src/experiments/write-record';
import { PROTOCOLS } from '../../src/ideas/protocols';
import { loadExperiment } from '../../src/notebook/load-experiment';
import { findKept, readKept, type KeptNetwork } from '../../src/runs/kept-networks';
import { runHash, type Run } from '../../src/runs/run';
import { findRun } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { ResultsFileError } from '../../src/tables/results-file';
import { emptyStore, tinyRun } from '../runs/tiny-run';

const runs = [1, 2].flatMap((seed) => [0, 1].map((coupling) => tinyRun({ measurements: ['indices'], training: { seed, coupling } })));
const experiment: Experiment = { name: 'test', title: 'Test', preset: 'study', main: 0, runs };
const folder = mkdtempSync(join(tmpdir(), 'record-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'study.parquet');

let engine: Engine;
before(async () => {
  engine = await startEngine();
  writeFileSync(join(folder, 'README.md'), 'before\n<!-- record: written by npm run collect -- --record -->\n<!-- end of record -->\nbehind\n');
});

test('the record grows by what is done, from whichever store, and keeps the network of one seed of every setting', async () => {
  const [one, other] = [emptyStore(), emptyStore()];
  await assert.rejects(writeRecord(one, [experiment], folder), /None of the 4 runs is done/);
  for (const run of runs.slice(0, 3)) await trainRun(engine, one, run, PROTOCOLS);
  const first = await writeRecord(one, [experiment], folder);
  assert.deepEqual(first.networks, [runs[0]!, runs[1]!].map(runHash));
  assert.equal(first.leftOut, 0);

  await trainRun(engine, other, runs[3]!, PROTOCOLS);
  const second = await writeRecord(other, [experiment], folder);
  assert.deepEqual(second.networks, first.networks);
  assert.deepEqual(readdirSync(join(folder, 'networks')).sort(), first.networks.map((hash) => `${hash}.safetensors`).sort());
  const found = await findRuns(runs, emptyStore(), file);
  assert.deepEqual(found.map(({ status }) => status), ['done', 'done', 'done', 'done']);
  assert.deepEqual(found[0]!.measurements, findRun(one, runs[0]!).measurements);
  assert.match(readFileSync(join(folder, 'README.md'), 'utf8'), /^before\n[\s\S]*\| test \| 4 \| 4 \| 0\.0 \|[\s\S]*holds 2 trained networks[\s\S]*\nbehind\n$/);
});

test('where the networks of a record would take too much, the largest are rounded, and not taken for what was trained', async () => {
  const [store, smaller, larger] = [emptyStore(), runs[0]!, tinyRun({ variant: 'larger', measurements: ['indices'], network: { input: [28, 28, 1], classes: 10, groups: 2, stages: [{ transition: { kind: 'convolution', channels: 8, stride: 4 }, blocks: 2 }] } })];
  const own = { ...experiment, runs: [larger, smaller] };
  for (const run of own.runs) await trainRun(engine, store, run, PROTOCOLS);
  const inFolder = (name: string): string => {
    const target = join(folder, name);
    mkdirSync(target);
    writeFileSync(join(target, 'README.md'), readFileSync(join(folder, 'README.md')));
    return target;
  };
  const exact = await writeRecord(store, [own], inFolder('exact'));
  assert.deepEqual([exact.networks.length, exact.rounded, exact.leftOut], [2, 0, 0]);
  const target = inFolder('rounded');
  const least = exact.networkBytes - 1;
  const written = await writeRecord(store, [own], target, least);
  assert.deepEqual([written.networks, written.rounded, written.leftOut], [exact.networks, 1, 0]);
  assert.ok(written.networkBytes <= least);
  assert.match(readFileSync(join(target, 'README.md'), 'utf8'), /So that all find room, the largest has kernels in half precision/);
  assert.deepEqual(await writeRecord(emptyStore(), [own], target, least), written, 'what is rounded stays so');

  const networks = [join(target, 'networks')];
  const found = async (run: Run, where: string): Promise<KeptNetwork> => (await findKept(run, [join(folder, where, 'networks')]))!;
  assert.deepEqual(await Promise.all(own.runs.map(async (run) => (await found(run, 'rounded')).rounded)), [true, false]);
  assert.equal((await findKept(larger, [...networks, join(folder, 'exact', 'networks')]))!.rounded, false, 'the exact one is found behind a rounded one');
  const [before, behind] = [await readKept(engine, await found(larger, 'exact')), await readKept(engine, await found(larger, 'rounded'))];
  let different = 0;
  for (const [name, value] of Object.entries(before.parameters)) {
    const [a, b] = [numbersOf(value), numbersOf(behind.parameters[name]!)];
    different += a.filter((number, i) => number !== b[i]).length;
    if (name.endsWith('kernel')) a.forEach((number, i) => assert.ok(Math.abs(b[i]! - number) <= Math.abs(number) * 2 ** -11 + 2 ** -25, `${name} ${i}`));
    else assert.deepEqual(b, a);
  }
  assert.ok(different > 0);
  [before, behind].forEach((each) => each.dispose());

  const again = emptyStore();
  for (const run of own.runs) await trainRun(engine, again, run, PROTOCOLS, { kept: networks });
  assert.deepEqual(own.runs.map((run) => findRun(again, run).environment.length), [1, 2], 'only what is exact is taken over');
  assert.deepEqual(own.runs.map((run) => findRun(again, run).measurements), own.runs.map((run) => findRun(store, run).measurements));

  const room = statSync(join(networks[0]!, `${written.networks[0]!}.safetensors`)).size;
  const few = await writeRecord(store, [own], inFolder('few'), room);
  assert.deepEqual([few.networks, few.rounded, few.leftOut], [exact.networks.slice(0, 1), 1, 1]);
});

test('a run of the record is found under the labels of whoever asks, and its network is that which was trained', async () => {
  const asked = { ...runs[0]!, experiment: 'another' };
  const recorded = await recordedRuns([asked, tinyRun({ measurements: [] })], file);
  assert.deepEqual([...recorded.values()].map(({ run }) => run), [asked]);
  const kept = (await findKept(asked, [join(folder, 'networks')]))!;
  const again = emptyStore();
  assert.equal(await trainRun(engine, again, asked, PROTOCOLS, { kept: [join(folder, 'networks')] }), 'trained');
  assert.deepEqual(findRun(again, asked).measurements, recorded.get(runHash(asked))!.measurements);
  (await readKept(engine, kept)).dispose();
});

test('a record of which a byte is not as it was written is an error, and so is one that is asked for and not there', async () => {
  const elsewhere = join(folder, 'damaged');
  mkdirSync(elsewhere);
  const bytes = readFileSync(file);
  bytes[100]! ^= 1;
  writeFileSync(join(elsewhere, 'study.parquet'), bytes);
  writeFileSync(join(elsewhere, 'study.parquet.sha256'), readFileSync(`${file}.sha256`));
  await assert.rejects(recordedRuns(runs, join(elsewhere, 'study.parquet')), ResultsFileError);
  const none = join(elsewhere, 'none.parquet');
  const error = { name: 'ResultsFileError', message: new RegExp(`^The results file ${none} cannot be read \\(.*\\): put back a good copy`) };
  await assert.rejects(recordedRuns(runs, none), error);
  await assert.rejects(findRuns(runs, emptyStore(), none), error);
  await assert.rejects(loadRuns('study', emptyStore(), none), error);
  await assert.rejects(loadExperiment({ ...experiment, preset: 'study' }, emptyStore(), none), error);
});

test('runs of several experiments are taken in turn', () => {
  const of = (name: string, count: number): Experiment => ({ ...experiment, name, runs: Array.from({ length: count }, (_, seed) => tinyRun({ experiment: name, training: { seed } })) });
  assert.deepEqual(inTurn([of('a', 4), of('b', 2)]).map((run) => run.experiment).join(''), 'abaaba');

  const withMain = { ...of('b', 3), main: 2 };
  assert.deepEqual(inTurn([of('a', 2), withMain, { ...of('c', 2), main: 1 }]).map((run) => `${run.experiment}${run.training.seed}`).join(' '), 'b0 c0 b1 a0 b2 c1 a1');
});

test('of the study the main settings are trained first, seed by seed over the tasks', () => {
  const order = inTurn(experimentsOf('study')).map(({ experiment: of, training: { seed } }) => `${of} ${seed}`);
  const seeds = [1, 2, 3, 4, 5].map((seed) => order.slice(28 * (seed - 1), 28 * seed));
  const tasks = ['mnist', 'cifar-10', 'cifar-100', 'digitclutter'];
  seeds.forEach((own, i) => assert.deepEqual([...new Set(own)], tasks.map((task) => `${task} ${i + 1}`)));
  assert.ok(!order.slice(0, 140).some((name) => name.startsWith('sharing')));
});
