import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { z } from 'zod';
import { measureFile } from '../../src/commands/measure-file';
import type { WrittenMeasure } from '../../src/commands/measured-file';
import { startEngine, type Engine } from '../../src/engine/engine';
import { againstBlock } from '../../src/figures/against-block';
import { MEASURES } from '../../src/ideas/measures';
import { PROTOCOLS } from '../../src/ideas/protocols';
import { byPrograms, ofEveryBlock, ofEveryStep } from '../../src/measuring/kinds';
import type { Subject } from '../../src/measuring/measure';
import type { Layout, StageProgram } from '../../src/measuring/programs/block-programs';
import { measureAll } from '../../src/measuring/measure-all';
import { initialTensors } from '../../src/networks/initial-values';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { readRun } from '../../src/runs/run-store';
import { runHash } from '../../src/runs/run';
import { runsWithNetworks } from '../../src/runs/trained-network';
import { trainRun } from '../../src/runs/train-run';
import { measureRuns, measureTable } from '../../src/tables/measures-of-runs';
import { readResults, writeResults } from '../../src/tables/results-file';
import { saveNetwork } from '../../src/weights/network-file';
import { scratchFolder } from '../data/scratch';
import { emptyStore, tinyRun } from '../runs/tiny-run';
import { smallData, smallNetwork } from '../training/small-data';

/** A constant for every block: nothing else of the project knows it. */
const toy = ofEveryBlock('toy', 'always 3 (made up)', ({ loss }) => loss.map(() => 3));

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('a measure that is handed in is', () => {
  test('in the file of the measure command', async (context) => {
    const folder = await scratchFolder(context);
    const [weights, out] = [join(folder, 'own.safetensors'), join(folder, 'measured.json')];
    const network = new ResidualNetwork({ input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 2 }] });
    const values = { network, parameters: initialTensors(engine.tf, network.parameters, 1, 'independent'), statistics: initialTensors(engine.tf, network.statistics, 1, 'same') };
    await saveNetwork(weights, values, { mean: [0.1307], standardDeviation: [0.3081] });
    await measureFile({ weights, architecture: 'residual-network', data: 'mnist', images: 20, measures: ['toy'], out }, [...MEASURES, toy]);
    const { measures } = JSON.parse(readFileSync(out, 'utf8')) as { measures: Record<string, WrittenMeasure> };
    const taken = measureFile({ weights, architecture: 'residual-network', data: 'mnist', measures: ['curves'] }, [...MEASURES, { ...toy, name: 'curves' }]);
    await assert.rejects(taken, { message: 'Two measures are called "curves": give one of them another name.' });
    const three = { estimate: 3, lower: 3, upper: 3 };
    assert.deepEqual(measures, { toy: { images: 20, settings: {}, rows: [{ stage: 1, block: 1, depth: 1, images: 20, toy: three }, { stage: 1, block: 2, depth: 2, images: 20, toy: three }] } });
  });

  test('in results files of runs, in tables over runs, and in their figure', async (context) => {
    const [store, run] = [emptyStore(), tinyRun({ measurements: [] })];
    const protocols = [...PROTOCOLS, { name: 'toy', always: true, at: 'end', on: [{ images: 'test', first: 30 }], measures: [toy] } as const];
    await trainRun(engine, store, run, protocols);
    const path = join(await scratchFolder(context), 'results.parquet');
    await writeResults(path, [readRun(store, runHash(run))], [...MEASURES, toy]);
    const stored = measureTable(await readResults(path), toy);
    assert.deepEqual(stored.array('toy'), [3, 3, 3, 3]);
    assert.deepEqual([stored.get('run', 0), stored.get('images', 0)], [runHash(run), 30]);

    const here = await runsWithNetworks([readRun(store, runHash(run)), { ...readRun(store, runHash(run)), status: 'stopped' }], store);
    const { toy: anew } = await measureRuns(engine, here, [toy], { store, images: 10 });
    assert.deepEqual([anew!.array('toy'), anew!.get('images', 0)], [[3, 3, 3, 3], 10]);
    const { data, name } = againstBlock(anew!, { y: 'toy' });
    assert.deepEqual(await runsWithNetworks(here, emptyStore()), [], 'results alone are no network');
    assert.deepEqual([name, (data[0] as PlotData).x, (data[0] as PlotData).y], ['toy-against-depth', [1, 2, 3, 4], [3, 3, 3, 3]]);
  });

  test('in tables over images, and in their figure', async () => {
    const network = new ResidualNetwork(smallNetwork);
    const values = { network, parameters: initialTensors(engine.tf, network.parameters, 7, 'independent'), statistics: initialTensors(engine.tf, network.statistics, 7, 'independent') };
    const subject: Subject = { engine, network: measurable(values), set: smallData.test, normalization: smallData, chance: 1 / 3, seed: 1 };
    const measured = await measureAll(subject, [...MEASURES.filter(({ name }) => name === 'cosineLoss'), toy]);
    const { data } = againstBlock(measured.table(toy, { task: 'bars', network: 'small', images: 'test' }), { y: 'toy', vertical: 'three' });
    assert.deepEqual([(data[0] as PlotData).name, (data[0] as PlotData).x, (data[0] as PlotData).y], ['small', [1, 2, 3, 4, 5, 6], Array(6).fill(3)]);
    assert.throws(() => againstBlock(measured.table(toy, { task: 'bars', network: 'small', images: 'test' }), { y: 'tooth' }), { message: 'The table has no rows of "tooth".' });
  });
});

test('a measure of accuracies under programs: with the first two blocks of every stage swapped', async () => {
  const swapped = (layout: Layout): StageProgram[] => layout.flatMap((T, s) => (T < 2 ? [] : [{ stage: s + 1, blocks: [2, 1, ...Array.from({ length: T - 2 }, (_, t) => t + 3)] }]));
  const swap = byPrograms(
    { name: 'swap', row: z.strictObject({ stage: z.int(), accuracy: z.number().describe('with its first two blocks swapped') }), keys: ['stage'] },
    swapped,
    (accuracies) => swapped(accuracies.layout).map((program) => ({ stage: program.stage, accuracy: accuracies.of(program) })),
  );
  // The brightest of three bands is most often the class. −h² points away from it, (−h)² to it.
  const bands: Layer = (ops, x) => ops.mean(ops.reshape(x, [x.shape[0]!, 3, 12]), [2]);
  const negative: Layer = (ops, h) => ops.scale(h, -1);
  const network: MeasurableNetwork = { stages: [{ transition: bands, blocks: [(ops, h) => ops.square(h), negative] }], head: (_, h) => h };
  const measured = await measureAll({ engine, network, set: smallData.test, normalization: smallData, chance: 1 / 3, seed: 1 }, [swap]);
  const [{ stage, accuracy }, ...others] = measured.rows(swap) as [{ stage: number; accuracy: number }];
  assert.deepEqual([stage, others], [1, []]);
  assert.ok(accuracy > 0.5 && measured.accuracy! < 0.25, `${accuracy}, ${measured.accuracy}`);
});

describe('a measure of the states under a program', () => {
  const pixel: Layer = (ops, x) => ops.add(ops.reshape(ops.mean(x, [1, 2, 3]), [x.shape[0]!, 1]), ops.constant(Array.from({ length: x.shape[0]! }, () => 1), [x.shape[0]!, 1]));
  const halved: Layer = (ops, h) => ops.scale(h, 0.5);
  const same: Layer = (_, h) => h;
  const three: Layer = (ops, h) => ops.matMul(h, ops.constant([1, 0, -1], [1, 3]));
  const network: MeasurableNetwork = { stages: [{ transition: pixel, blocks: [halved, halved] }, { transition: same, blocks: [] }, { transition: same, blocks: [same, halved] }], head: three };
  const overrun = (blocks: number): number[] => [...Array.from({ length: blocks }, (_, t) => t + 1), blocks];
  const moved = ofEveryStep('moved', '‖h_{t+1} − h_t‖ / ‖h_T − h_0‖', overrun, ({ states, blocks: T, distance }) => {
    const whole = distance(states[T]!, states[0]!);
    return states.slice(1).map((next, t) => distance(next, states[t]!).map((step, n) => step / whole[n]!));
  });
  const subject = (): Subject => ({ engine, network, set: smallData.test, normalization: smallData, chance: 1 / 3, seed: 1 });

  test('sees every state of its stage, and leaves none', async () => {
    const others = [...MEASURES.filter(({ name }) => ['curves', 'exchange', 'blockDrop'].includes(name)), moved];
    await measureAll(subject(), others); // constants are kept from here on
    const before = engine.tf.memory().numTensors;
    const rows = (await measureAll(subject(), others)).rows(moved);
    assert.equal(engine.tf.memory().numTensors, before);
    // h_0, h_0/2, h_0/4, h_0/8: of 3/4. In the last stage h_0, h_0, h_0/2, h_0/4: of 1/2.
    const expected = [[1, 2 / 3], [1, 1 / 3], [1, 1 / 6], [3, 0], [3, 1], [3, 0.5]];
    assert.deepEqual(rows.map(({ stage, step, images }) => [stage, step, images]), [1, 1, 1, 3, 3, 3].map((stage, i) => [stage, (i % 3) + 1, 60]));
    rows.forEach((row, i) => assert.ok(Math.abs(row.moved - expected[i]![1]!) < 1e-6, `${row.moved}, not ${expected[i]![1]}`));
  });

  test('has a line for each stage in its figure', async () => {
    const measured = await measureAll(subject(), [moved]);
    const { data } = againstBlock(measured.table(moved, { task: 'bars', network: 'halves', images: 'test' }), { y: 'moved', x: 'step' });
    assert.deepEqual(data.map((trace) => [(trace as PlotData).name, (trace as PlotData).x]), [['halves, stage 1', [1, 2, 3]], ['halves, stage 3', [1, 2, 3]]]);
  });

  test('that gives numbers for no batch is named', async () => {
    const few = ofEveryStep('few', 'made up', overrun, () => [[1]]);
    await assert.rejects(measureAll(subject(), [few]), { message: 'The measure "few" cannot be taken: it gives 1 numbers for a batch of 60 images.' });
  });
});
