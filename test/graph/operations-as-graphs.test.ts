import type * as tfc from '@tensorflow/tfjs-core';
import { before, describe, test } from 'node:test';
import { nativeBackend, startEngine, type Engine } from '../../src/engine/engine';
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
