import assert from 'node:assert/strict';
import type * as tfc from '@tensorflow/tfjs-core';
import { before, describe, test } from 'node:test';
import { nativeBackend, startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import type { Value } from '../../src/engine/values';
import { buildGraph } from '../../src/graph/graph';
import { GraphFunction } from '../../src/graph/graph-function';
import { GraphSession } from '../../src/graph/graph-session';
import { operationCases, runCase } from '../engine/operation-cases';
import { assertAllNear, assertNear } from '../engine/pytorch';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('as a graph, result and gradients are those of PyTorch:', () => {
  for (const one of operationCases) {
    test(one.name, () => {
      const f = new GraphFunction('operation');
      const inGraph = { tensor: (values: Float32Array, shape: number[]) => f.array(values, shape) } as unknown as typeof tfc;
      const { value, gradients } = runCase(inGraph, f, one);
      const names = Object.keys(gradients);
      for (const each of [value, ...Object.values(gradients)]) f.result(each);
      const session = new GraphSession(nativeBackend(engine), buildGraph([f]));
      const [result, ...rest] = session.call(f, []);
      session.dispose();
      assertNear(result!, one.result, 'result');
      assertAllNear(Object.fromEntries(names.map((name, i) => [name, rest[i]!])), one.gradients, 'gradient');
    });
  }
});

describe('as a graph, what has no gradient gives', () => {
  /** One operation of a graph of constants, run once. */
  const run = (make: (ops: Operations, f: GraphFunction) => Value): tfc.Tensor => {
    const f = new GraphFunction('operation');
    f.result(make(new Operations(f), f));
    const session = new GraphSession(nativeBackend(engine), buildGraph([f]));
    const [result] = session.call(f, []);
    session.dispose();
    return result!;
  };
  const counted = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => ((i * 7) % 11) - 5);

  test('sign: −1, 0 or 1', () => {
    assert.deepEqual([...run((ops, f) => ops.sign(f.array(Float32Array.of(-2.5, 0, 1e-20), [3]))).dataSync()], [-1, 0, 1]);
  });

  test('oneHot: 1 at each label', () => {
    const result = run((ops, f) => ops.oneHot(f.array(Int32Array.of(2, 0), [2]), 3));
    assert.deepEqual([result.shape, [...result.dataSync()]], [[2, 3], [0, 0, 1, 1, 0, 0]]);
  });

  test('crop: the inside of every map', () => {
    const result = run((ops, f) => ops.crop(f.array(counted(2 * 4 * 5 * 3), [2, 4, 5, 3]), 1));
    const expected = engine.tf.slice(engine.tf.tensor(counted(2 * 4 * 5 * 3), [2, 4, 5, 3]), [0, 1, 1, 0], [2, 2, 3, 3]);
    assert.deepEqual([result.shape, [...result.dataSync()]], [expected.shape, [...expected.dataSync()]]);
  });

  for (const [stride, padding] of [[1, 1], [2, 1]] as const) {
    test(`conv2dTranspose: the adjoint of conv2d, ⟨y, W x⟩ = ⟨Wᵀ y, x⟩, at stride ${stride}`, () => {
      const [xShape, kernelShape] = [[2, 6, 6, 3], [3, 3, 3, 4]] as const;
      const side = 6 / stride;
      const yShape = [2, side, side, 4];
      const [x, kernel, y] = [counted(2 * 36 * 3), counted(108), counted(2 * side * side * 4)];
      const forward = run((ops, f) => ops.conv2d(f.array(x, xShape), f.array(kernel, kernelShape), stride, padding));
      const back = run((ops, f) => ops.conv2dTranspose(f.array(y, yShape), f.array(kernel, kernelShape), xShape, stride, padding));
      assert.deepEqual([forward.shape, back.shape], [yShape, [...xShape]]);
      const product = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
      assert.equal(product(back.dataSync(), x), product(y, forward.dataSync()), 'whole numbers, so exactly');
    });
  }
});
