import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../src/data/batch';
import { take, type ImageSet, type Normalization } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { compileNetwork } from '../../src/inference/compile-network';
import { storedMeasurement, type StoredMeasurement } from '../../src/commands/measured-file';
import { STORED_MEASUREMENT } from '../../src/ideas/measures';
import { measureAll } from '../../src/measuring/measure-all';
import type { MeasurableNetwork } from '../../src/networks/measurable-network';
import { importNetwork } from '../../src/weights/import-network';
import type { ImportedNetwork } from '../../src/weights/imported-network';
import { scratchFolder } from '../data/scratch';
import { assertNear, integers, numbers, pytorchCases, type EncodedTensor } from '../engine/pytorch';

/** test/fixtures/pytorch/families.py */
interface FamilyCase {
  readonly family: string;
  readonly name: string;
  readonly normalization: Normalization;
  readonly file: string;
  /** iterated blocks of every stage */
  readonly blocks: number[];
  readonly labels: EncodedTensor;
  readonly logits: EncodedTensor;
  readonly measurement: StoredMeasurement;
}

interface Families {
  /** bytes */
  readonly images: EncodedTensor;
  readonly classes: number;
  readonly networks: FamilyCase[];
  readonly types: { readonly type: string; readonly file: string; readonly logits: EncodedTensor }[];
}

const { images, classes, networks, types } = pytorchCases('families') as Families;
const [size, height, width, channels] = images.shape as [number, number, number, number];
const setOf = (labels: Uint8Array): ImageSet => ({ images: Uint8Array.from(Buffer.from(images.base64, 'base64')), labels, size, shape: [height, width, channels] });

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const forward = (network: MeasurableNetwork, ops: Operations, input: Value): Value =>
  network.head(ops, network.stages.reduce((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), input));

function assertLogits(network: ImportedNetwork, set: ImageSet, expected: EncodedTensor): number {
  const [batch] = batchesInOrder(set, network.normalization, set.size);
  let largest = 0;
  engine.tf.tidy(() => {
    const input = engine.tf.tensor(batch!.images, [...batch!.shape]);
    const found = forward(network, new Operations(engine.kernels), input);
    assertNear(found, expected, 'logits');
    const wanted = numbers(expected);
    const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    largest = numbersOf(found).reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!) / scale), 0);
    const compiled = compileNetwork(engine, network, batch!.shape);
    assertNear(forward(compiled, new Operations(engine.kernels), input), expected, 'logits of the compiled network');
    compiled.dispose();
  });
  return largest;
}

/** Every number by the path to it. */
function everyNumber(part: unknown, path = ''): [string, number][] {
  return typeof part === 'number' ? [[path, part]] : Object.entries(part as object).flatMap(([key, value]) => everyNumber(value, `${path}.${key}`));
}

describe('a network is read off the names and shapes of its file and measured with its library’s numbers:', () => {
  for (const { family, name, normalization, file, blocks, labels, logits, measurement } of networks) {
    test(`${family}, ${name}`, async (context) => {
      const path = join(await scratchFolder(context), 'network.safetensors');
      await writeFile(path, Buffer.from(file, 'base64'));
      const network = await importNetwork(engine, path);
      assert.equal(network.architecture, family);
      assert.deepEqual(network.normalization, normalization);
      assert.deepEqual(network.stages.map((stage) => stage.blocks.length), blocks);
      assert.equal(network.classes, classes);
      const set = setOf(Uint8Array.from(integers(labels)));
      const largest = assertLogits(network, set, logits);

      const found = storedMeasurement(await measureAll({ engine, network, set, normalization: network.normalization, chance: 1 / classes, seed: 1 }, STORED_MEASUREMENT));
      network.dispose();
      const values = new Map(everyNumber(found));
      const expected = everyNumber(measurement);
      assert.deepEqual([...values.keys()].sort(), expected.map(([where]) => where).sort());
      let most = 0;
      for (const [where, value] of expected) {
        const difference = Math.abs(values.get(where)! - value) / Math.max(1, Math.abs(value));
        most = Math.max(most, difference);
        assert.ok(difference <= 1e-4, `${where}: ${values.get(where)}, PyTorch has ${value}`);
      }
      context.diagnostic(`largest difference: logits ${largest.toExponential(1)} of the largest, measurements ${most.toExponential(1)}`);
    });
  }
});

describe('numbers of another type are read as float32, with their prefix:', () => {
  for (const { type, file, logits } of types) {
    test(type, async (context) => {
      const path = join(await scratchFolder(context), 'network.safetensors');
      await writeFile(path, Buffer.from(file, 'base64'));
      const network = await importNetwork(engine, path);
      assert.equal(network.told[network.told.length - 1], `Its ${type} numbers are read as float32.`);
      assertLogits(network, take(setOf(new Uint8Array(size)), logits.shape[0]!), logits);
      network.dispose();
    });
  }
});
