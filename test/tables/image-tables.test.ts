import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { op, type ColumnTable } from 'arquero';
import { startEngine, type Engine } from '../../src/engine/engine';
import { flippedImages } from '../../src/ideas/block-drop/flipped-images';
import { loadRuns } from '../../src/experiments/load-runs';
import { compareKinds, compareNetworks } from '../../src/tables/compare-networks';
import { imageTables } from '../../src/tables/image-tables';
import { writeResults } from '../../src/experiments/results';
import { tablesOf } from '../../src/experiments/results';
import { experimentsOf } from '../../src/experiments/experiments';
import { runHash } from '../../src/runs/run';
import { enterRun, findRun, openStore, pathOf } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { writeImages } from '../../src/runs/images-file';
import type { ImageResults } from '../../src/runs/image-results';
import { PROTOCOLS } from '../../src/ideas/protocols';
import { emptyStore, tinyRun } from '../runs/tiny-run';
import { storedRun } from './stored-runs';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const folder = mkdtempSync(join(tmpdir(), 'images-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const store = openStore(folder);

/** Two networks on 100 images: one is right for 80 of them, the other for these and 10 more; a block flips two images. */
const IMAGES = 100;
function results(right: number): ImageResults {
  const rightOf = Uint8Array.from({ length: IMAGES }, (_, i) => Number(i < right));
  const labels = Uint8Array.from({ length: IMAGES }, (_, i) => i % 10);
  const flipped = rightOf.map((is, i) => (i === 0 ? 0 : i === 99 ? 1 : is));
  return {
    labels,
    predicted: labels.map((label, i) => (rightOf[i] === 1 ? label : (label + 1) % 10)),
    right: rightOf,
    loss: Float32Array.from(rightOf, (is) => (is === 1 ? Math.LN2 : 2)),
    entropy: new Float32Array(IMAGES),
    margin: new Float32Array(IMAGES),
    dropped: [{ stage: 1, block: 2, right: flipped }],
  };
}
const [first, second] = [storedRun(), storedRun({ coupling: 1 })];

test('tables of single images and of those that a block flips', async () => {
  for (const [stored, right] of [[first, 80], [second, 90]] as const) {
    enterRun(store, stored.run);
    await writeImages(store, stored.hash, results(right));
  }
  const { images, flips } = await imageTables(engine, [first, second, storedRun({ seed: 9 })], { store });
  assert.equal(images.numRows(), 2 * IMAGES, 'a run whose images are not here has no row');
  const row = images.objects()[85] as Record<string, unknown>;
  assert.deepEqual([row.run, row.image, row.label, row.predicted, row.right, row.coupling], [first.hash, 85, '5', '6', false, 0]);
  assert.ok(Math.abs((images.object(0) as { probability: number }).probability - 0.5) < 1e-7);
  const counts = flips.groupby('run', 'to').rollup({ image: op.max('image'), n: op.count() }).objects() as Record<string, unknown>[];
  assert.deepEqual(counts.map(({ to, image, n }) => [to, image, n]), [['wrong', 0, 1], ['right', 99, 1], ['wrong', 0, 1], ['right', 99, 1]]);
});

test('where a run has no file of single images, its network says them now', async () => {
  const own = emptyStore();
  const run = tinyRun({ measurements: ['images'] });
  await trainRun(engine, own, run, PROTOCOLS);
  const stored = findRun(own, run);
  const [written, few] = [await imageTables(engine, [stored], { store: own }), await imageTables(engine, [stored], { store: own, images: 7 })];
  assert.deepEqual([written.images.numRows(), few.images.numRows()], [40, 7]);
  rmSync(pathOf(own, stored.hash, 'images'));
  assert.deepEqual(await imageTables(engine, [stored], { store: own }), written);
  const now = await imageTables(engine, [stored], { store: own, images: 7 });
  assert.deepEqual(now.images.array('image'), few.images.array('image'));
  rmSync(pathOf(own, stored.hash, 'checkpoint'));
  assert.equal((await imageTables(engine, [stored], { store: own })).images.numRows(), 0, 'without its network it has no row');
});

test('two networks are compared image by image: 10 images of 100 make the difference', async () => {
  const { images } = await imageTables(engine, [first, second], { store });
  const rows = compareNetworks(images, first.hash, second.hash.slice(0, 8)).objects() as { measure: string; of: string; estimate: number; lower: number; upper: number }[];
  const [a, b, difference] = rows.filter(({ measure }) => measure === 'accuracy');
  assert.deepEqual([a!.estimate, b!.estimate], [0.8, 0.9]);
  // Paired: Binomial(100, 0.1) / 100, its central 95 % from scipy 1.17.1, binom.ppf([.025, .975], 100, .1): 5 and 16
  assert.ok(Math.abs(difference!.lower - 0.05) <= 0.01 && Math.abs(difference!.upper - 0.16) <= 0.01, `${difference!.lower} to ${difference!.upper}`);
  assert.throws(() => compareNetworks(images, '', second.hash), { message: '"" is the beginning of 2 runs of the table; give a run\'s whole name.' });
  assert.throws(() => compareNetworks(images.filter((d) => d.image !== 3 || d.coupling === 0), first.hash, second.hash), /not measured on the same images/);
});

test('two kinds are compared within seeds, with Student’s interval', () => {
  const network = (coupling: number, seed: number, accuracy: number) => storedRun({ coupling, seed, measured: { test: { images: 40, loss: 1, accuracy } } });
  const two = [network(0, 1, 0.5), network(0, 2, 0.6), network(1, 1, 0.7), network(1, 2, 0.9)];
  const accuracyOf = (table: ColumnTable) =>
    (compareKinds(table, ({ coupling }) => coupling === 0, ({ coupling }) => coupling === 1).objects() as Record<string, number | string | null>[]).find(({ measure }) => measure === 'testAccuracy')!;
  const { runs } = tablesOf([...two, network(0, 3, 0.3), network(1, 3, 0.7), network(1, 4, 0.1)]);
  const accuracy = accuracyOf(runs);
  // differences 0.2, 0.3 and 0.4: t of two degrees of freedom, 4.302653, times 0.1 / √3
  assert.deepEqual([accuracy['n (seeds)'], Math.round(1e9 * Number(accuracy.difference)) / 1e9], [3, 0.3]);
  assert.ok(Math.abs(Number(accuracy.lower) - (0.3 - (4.302653 * 0.1) / Math.sqrt(3))) < 1e-6);
  const ofTwo = accuracyOf(tablesOf([...two, network(1, 3, 0.1)]).runs);
  assert.deepEqual([ofTwo['n (seeds)'], ofTwo.lower, ofTwo.upper], [2, null, null], 'of two seeds no interval is shown');
  assert.throws(() => compareKinds(runs, () => true, () => true), /Seed 1 has two networks of one kind/);
});

test('pictures of one block only, of images that the set has', async () => {
  const { flips } = await imageTables(engine, [first, second], { store });
  const set = { images: new Uint8Array(IMAGES * 4), labels: results(1).labels, size: IMAGES, shape: [2, 2, 1] } as const;
  const { layout } = flippedImages(flips.filter((d) => d.coupling === 0), set, ['zero', 'one']);
  assert.equal(layout.images!.length, 2);
  assert.deepEqual(layout.annotations!.map(({ text }) => text), ['<b>right without the block, wrong with it: 1</b>', '9', '<b>wrong without the block, right with it: 1</b>', 'zero']);
  assert.throws(() => flippedImages(flips, set, []), /of one block of one network, but the table has 2/);
  assert.throws(() => flippedImages(flips.filter((d) => d.coupling === 0), { ...set, size: 50 }, []), /The table has image 99, but the set has 50 images/);
});

test('runs come from the store, else from the record; where neither has any, it says how to get them', async () => {
  const path = join(folder, 'smoke.parquet');
  await assert.rejects(loadRuns('smoke', store, path), { name: 'ResultsFileError' });
  await writeResults(path, [storedRun()]);
  await assert.rejects(loadRuns('smoke', store, path), /None of the \d+ runs of the preset smoke is done .*: train them, "npm run train -- --preset smoke"\.$/);
  const [planned] = experimentsOf('smoke')[0]!.runs;
  const { records, environment, measurements } = storedRun();
  await writeResults(path, [{ hash: runHash(planned!), run: planned!, status: 'done', records, environment, ...(measurements && { measurements }) }]);
  const runs = await loadRuns('smoke', store, path);
  assert.deepEqual(runs.filter(({ status }) => status === 'done').map(({ hash }) => hash), [runHash(planned!)]);
  const { status } = tablesOf(runs);
  assert.deepEqual(status.groupby('status').count().objects(), [{ status: 'done', count: 1 }, { status: 'new', count: runs.length - 1 }]);
});
