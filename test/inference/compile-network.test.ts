import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numbersOf, tensorOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { compileNetwork } from '../../src/inference/compile-network';
import { compiledForRun } from '../../src/inference/compile-for-run';
import type { NetworkInput } from '../../src/networks/definition';
import type { ParameterSpec } from '../../src/networks/pass';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { loadPublishedNetwork } from '../../src/weights/published-networks';
import { smallData, smallNetwork } from '../training/small-data';

let engine: Engine;
let tf: typeof tfc;
let network: MeasurableNetwork;
before(async () => {
  engine = await startEngine();
  ({ tf } = engine);
  network = networkOf(smallNetwork);
});

const IMAGES = [5, 6, 6, 1] as const;

/** A network whose values are all different, so that one in the place of another shows. */
function networkOf(definition: NetworkInput, seed = 0): MeasurableNetwork {
  const residual = new ResidualNetwork(definition);
  const isPositive = ({ role }: ParameterSpec): boolean => role === 'variance' || role === 'scale';
  const tensors = (specs: readonly ParameterSpec[]): Record<string, tfc.Tensor> =>
    Object.fromEntries(
      specs.map((spec, i) => [
        spec.name,
        isPositive(spec) ? tf.randomUniform([...spec.shape], 0.5, 1.5, 'float32', seed + i) : tf.randomNormal([...spec.shape], 0, 0.4, 'float32', seed + i),
      ]),
    );
  return measurable({ network: residual, parameters: tensors(residual.parameters), statistics: tensors(residual.statistics) });
}

/** Every state that a network reaches, and the logits. */
function outputs({ stages, head }: MeasurableNetwork, ops: Operations, images: Value): Value[] {
  const states = [images];
  for (const { transition, blocks } of stages) for (const layer of [transition, ...blocks]) states.push(layer(ops, states[states.length - 1]!));
  return [...states.slice(1), head(ops, states[states.length - 1]!)];
}

function logits(of: MeasurableNetwork, images: Value): Float32Array {
  const all = outputs(of, new Operations(engine.kernels), images);
  return numbersOf(all[all.length - 1]!);
}

/** Largest difference as a fraction of the largest number. */
function difference(actual: Float32Array, expected: Float32Array): number {
  assert.equal(actual.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  assert.ok(largest > 0.01, 'there is nothing to compare');
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!))) / largest;
}

/** How many layers of a compiled network run without the original ones. */
function compiledLayers(of: MeasurableNetwork, shape: readonly number[], images: Value): number {
  let originals = 0;
  const counting = (layer: Layer): Layer => (ops, input) => {
    originals += ops.runner === engine.kernels ? 1 : 0;
    return layer(ops, input);
  };
  const counted: MeasurableNetwork = {
    stages: of.stages.map(({ transition, blocks }) => ({ transition: counting(transition), blocks: blocks.map(counting) })),
    head: counting(of.head),
  };
  const compiled = compileNetwork(engine, counted, shape);
  originals = 0;
  const all = outputs(compiled, new Operations(engine.kernels), images).length;
  compiled.dispose();
  return all - originals;
}

describe('a compiled network has the original\'s states and logits to 1e-5 of their scale:', () => {
  const [first, second] = smallNetwork.stages as [NetworkInput['stages'][number], NetworkInput['stages'][number]];
  const sharing = { unsharedBlocks: 1, unshared: { statistics: true, scale: true, shift: false } };
  const definitions: Record<string, NetworkInput> = {
    'batch norm': smallNetwork,
    'batch norm, no bias': { ...smallNetwork, convolutionBias: false },
    'group norm': { ...smallNetwork, normalization: 'group' },
    'no norm': { ...smallNetwork, normalization: 'none' },
    'no norm, no bias': { ...smallNetwork, normalization: 'none', convolutionBias: false },
    'shared blocks': { ...smallNetwork, stages: [{ ...first, sharing }, second] },
    'average pools': { ...smallNetwork, headPool: 3, stages: [first, { transition: { kind: 'averagePool' }, blocks: 2 }] },
  };
  for (const [name, definition] of Object.entries(definitions)) {
    test(name, () => {
      tf.tidy(() => {
        const original = networkOf(definition);
        const images = tf.randomNormal([...IMAGES]);
        const compiled = compileNetwork(engine, original, IMAGES);
        const ops = new Operations(engine.kernels);
        const expected = outputs(original, ops, images);
        outputs(compiled, ops, images).forEach((value, i) => {
          assert.deepEqual(value.shape, expected[i]!.shape);
          const apart = difference(numbersOf(value), numbersOf(expected[i]!));
          assert.ok(apart <= 1e-5, `value ${i} is ${apart} apart`);
        });
        compiled.dispose();
        assert.equal(compiledLayers(original, IMAGES, images), expected.length, 'every layer is compiled');
      });
    });
  }

  test('the published ResNet-20, whose nonlinearity comes after the addition', async () => {
    const published = await loadPublishedNetwork(engine, 'resnet-20');
    const compiled = compileNetwork(engine, published, [8, 32, 32, 3]);
    tf.tidy(() => {
      const images = tf.randomNormal([8, 32, 32, 3]);
      const apart = difference(logits(compiled, images), logits(published, images));
      assert.ok(apart > 0 && apart <= 1e-5, `the logits are ${apart} apart`);
    });
    compiled.dispose();
    published.dispose();
  });
});

describe('a compiled network runs the original\'s layers', () => {
  const images = (batch: number): tfc.Tensor => tf.randomNormal([batch, 6, 6, 1], 0, 1, 'float32', 3);

  test('for other batch sizes', () => {
    tf.tidy(() => {
      assert.equal(compiledLayers(network, IMAGES, images(3)), 0);
      const compiled = compileNetwork(engine, network, IMAGES);
      assert.deepEqual(logits(compiled, images(3)), logits(network, images(3)));
      compiled.dispose();
    });
  });

  test('where gradients are asked for, and gives the same ones', () => {
    const compiled = compileNetwork(engine, network, IMAGES);
    tf.tidy(() => {
      const x = images(5);
      const gradient = (of: MeasurableNetwork): Float32Array => {
        const loss = (ops: Operations) => ({ loss: ops.sum(ops.square(outputs(of, ops, x).pop()!)) });
        return numbersOf(differentiate(engine.kernels, loss, [x]).gradients[0]!);
      };
      assert.deepEqual(gradient(compiled), gradient(network));
    });
    compiled.dispose();
  });

  test('where they are written with other functions of tfjs, and learns their shapes', () => {
    const doubling: Layer = (_, h) => tf.mul(tf.avgPool(tensorOf(h) as tfc.Tensor4D, 2, 2, 'valid'), 2);
    const [first, second] = network.stages;
    const mixed: MeasurableNetwork = { ...network, stages: [first!, { transition: doubling, blocks: second!.blocks }] };
    tf.tidy(() => {
      const compiled = compileNetwork(engine, mixed, IMAGES);
      const apart = difference(logits(compiled, images(5)), logits(mixed, images(5)));
      assert.ok(apart <= 1e-5, `the logits are ${apart} apart`);
      compiled.dispose();
      assert.equal(compiledLayers(mixed, IMAGES, images(5)), 8, 'all but one of nine layers');
    });
  });

  test('after it has been disposed', () => {
    const compiled = compileNetwork(engine, network, IMAGES);
    compiled.dispose();
    tf.tidy(() => assert.deepEqual(logits(compiled, images(5)), logits(network, images(5))));
  });
});

test('a network of equal layers and other values that is compiled later has its own values', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([...IMAGES]);
    compileNetwork(engine, network, IMAGES).dispose(); // leaves a session behind, for equal graphs
    const other = networkOf(smallNetwork, 100);
    const compiled = compileNetwork(engine, other, IMAGES);
    assert.ok(difference(logits(compiled, x), logits(other, x)) <= 1e-5);
    assert.ok(difference(logits(network, x), logits(other, x)) > 0.01, 'the networks are too much alike to tell them apart');
    compiled.dispose();
  });
});

test('compiling and running leave no tensor behind', () => {
  compileNetwork(engine, network, IMAGES).dispose(); // makes the constants that stay
  const before = tf.memory().numTensors;
  const compiled = compileNetwork(engine, network, IMAGES);
  tf.tidy(() => void logits(compiled, tf.zeros([...IMAGES])));
  compiled.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test('short runs are not compiled, long ones are: those that evaluate every layer on 5,000 images in full batches', () => {
  // 8 layers and a head.
  const isCompiled = (size: number, evaluations?: number): boolean => {
    const made = compiledForRun(engine, network, { ...smallData.test, size }, 100, evaluations);
    made.dispose();
    return made.head !== network.head;
  };
  assert.deepEqual([isCompiled(999, 40), isCompiled(1000, 40), isCompiled(4999), isCompiled(5000)], [false, true, false, true]);
});
