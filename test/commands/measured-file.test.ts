import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Layer } from '../../src/networks/measurable-network';
import { storedMeasurement, writtenMeasures, type MeasuredStage, type StoredMeasurement } from '../../src/commands/measured-file';
import { STORED_MEASUREMENT } from '../../src/ideas/measures';
import { storedIndices } from '../../src/ideas/indices/measure';
import { measureAll } from '../../src/measuring/measure-all';
import { blockTable, curveTable, indexTable } from '../../src/ideas/indices/table';
import { loadCifarResnet } from '../../src/weights/import-network';
import { NORMALIZATIONS } from '../../src/weights/normalizations';
import { scratchFolder } from '../data/scratch';
import { integers, pytorchCases, type EncodedTensor } from '../engine/pytorch';

/** test/fixtures/pytorch/measurement.py */
interface MeasurementCase {
  readonly file: string;
  readonly images: EncodedTensor;
  readonly labels: EncodedTensor;
  readonly classes: number;
  readonly measurement: StoredMeasurement;
}

const [one] = pytorchCases('measurement') as [MeasurementCase];
const [size, height, width, channels] = one.images.shape as [number, number, number, number];
const set: ImageSet = { images: Uint8Array.from(integers(one.images)), labels: Uint8Array.from(integers(one.labels)), size, shape: [height, width, channels] };

/** Every number by the path to it. */
function numbersOf(part: unknown, path = ''): [string, number][] {
  return typeof part === 'number' ? [[path, part]] : Object.entries(part as object).flatMap(([key, value]) => numbersOf(value, `${path}.${key}`));
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('a network that is measured', () => {
  test('gives every number that PyTorch gives when each program runs from the image', async (context) => {
    const path = join(await scratchFolder(context), 'network.safetensors');
    await writeFile(path, Buffer.from(one.file, 'base64'));
    const network = await loadCifarResnet(engine, path);
    const fractions: number[] = [];
    const subject = { engine, network, set, normalization: NORMALIZATIONS.imagenet, chance: 1 / one.classes, seed: 1 };
    const measured = await measureAll(subject, STORED_MEASUREMENT, { onFraction: (fraction) => void fractions.push(fraction) });
    const measurement = storedMeasurement(measured);
    const before = engine.tf.memory().numTensors;
    await measureAll(subject, STORED_MEASUREMENT);
    assert.equal(engine.tf.memory().numTensors, before, 'no tensor is left');
    network.dispose();

    const [found, expected] = [numbersOf(measurement), numbersOf(one.measurement)];
    assert.deepEqual(found.map(([where]) => where).sort(), expected.map(([where]) => where).sort(), 'the fields that the command writes');
    const values = new Map(found);
    for (const [where, value] of expected) {
      assert.ok(Math.abs(values.get(where)! - value) <= 1e-4 * Math.max(1, Math.abs(value)), `${where}: ${values.get(where)}, PyTorch has ${value}`);
    }

    assert.ok(fractions.every((fraction, i) => i === 0 || fraction >= fractions[i - 1]!), 'progress goes on');
    assert.ok(Math.abs(fractions[fractions.length - 1]! - 1) < 1e-9);

    const { images, settings, rows: [row] } = writtenMeasures(measured, [storedIndices])[storedIndices.name]!;
    const { estimate, lower, upper } = row!.convergenceIndex as { estimate: number; lower: number; upper: number };
    assert.deepEqual([estimate, images, settings], [measurement.convergenceIndex, size, {}]);
    assert.ok(lower < estimate && estimate < upper);
    assert.match(indexTable(measured, 'stored').get('recurrence index', 1) as string, /^\d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]$/);
    assert.deepEqual([1, 2, 3].map((stage) => [curveTable(measured, stage).numRows(), blockTable(measured, stage).numRows()]), [[5, 4], [4, 3], [4, 3]]);
  });

  test('has no indices for a stage of one block, which the means of the network leave out', async () => {
    const grow: Layer = (ops, x) => ops.add(x, ops.scale(x, 0.5));
    const pool: Layer = (ops, x) => ops.reshape(ops.mean(x, [1, 2]), [x.shape[0]!, channels]);
    const network = { stages: [{ transition: grow, blocks: [grow] }, { transition: grow, blocks: [grow, grow] }], head: pool };
    const labels = new Uint8Array(size);
    const measurement = storedMeasurement(await measureAll({ engine, network, set: { ...set, labels }, normalization: NORMALIZATIONS.imagenet, chance: 1 / 3, seed: 1 }, STORED_MEASUREMENT));
    const [single, double] = measurement.stages as [MeasuredStage, MeasuredStage];
    assert.deepEqual([single.convergenceIndex, single.recurrenceIndex, single.divergenceIndex], [NaN, NaN, NaN]);
    assert.deepEqual([single.earlyReadout, single.overrun, single.blockDrop.length, single.blocks.length], [[], [], 1, 1]);
    assert.deepEqual([measurement.convergenceIndex, measurement.recurrenceIndex], [double.convergenceIndex, double.recurrenceIndex]);
    assert.match(JSON.stringify(single), /"convergenceIndex":null/);
  });
});
