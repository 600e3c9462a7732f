import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { effectiveParameters } from '../../src/ideas/generalization/measure';
import { measurable } from '../../src/networks/measurable-network';
import { measureIndices } from '../../src/ideas/indices/measure';
import { sizeOf } from '../../src/engine/values';
import { blockFamily } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { train } from '../../src/training/train';
import type { TrainedNetwork } from '../../src/training/trainer';
import { smallData, smallNetwork } from './small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const trained = (normalization: 'batch' | 'group' | 'none', coupling: number, lipschitz: number | null): Promise<TrainedNetwork> => {
  const network = new ResidualNetwork({ ...smallNetwork, normalization, initialResidualScale: normalization === 'none' ? 0.3 : 1 });
  const settings = { seed: 1, epochs: 6, batchSize: 16, learningRate: { kind: 'oneCycle', peak: 0.05 }, coupling, lipschitz } as const;
  return train(engine, network, smallData, settings);
};

/** How many families of corresponding parameters are the same bits in all blocks, of how many. */
function identicalFamilies({ network, parameters }: TrainedNetwork): [identical: number, all: number] {
  const families = new Map<string, string[]>();
  for (const { name } of network.parameters) {
    const family = blockFamily(name);
    if (family !== undefined) families.set(family, [...(families.get(family) ?? []), name]);
  }
  const identical = [...families.values()].filter(([first, ...others]) => {
    const bits = Buffer.from(numbersOf(parameters[first!]!).buffer);
    return others.every((name) => Buffer.from(numbersOf(parameters[name]!).buffer).equals(bits));
  });
  return [identical.length, families.size];
}

/** Two stages; convolutions have a kernel and a bias, normalizations a scale and a shift. */
const FAMILIES = { batch: 16, group: 16, none: 8 };

for (const normalization of ['batch', 'group', 'none'] as const) {
  for (const lipschitz of [null, 0.5]) {
    describe(`at λ = 1, normalization ${normalization}, ${lipschitz === null ? 'no constraint' : `c = ${lipschitz}`}, after training`, () => {
      let network: TrainedNetwork;
      before(async () => {
        network = await trained(normalization, 1, lipschitz);
      });

      test('the blocks of a stage are the same, bit by bit', () => {
        assert.deepEqual(identicalFamilies(network), [FAMILIES[normalization], FAMILIES[normalization]]);
      });

      test('a stage’s blocks count as one in the effective number of parameters', () => {
        const specs = network.network.parameters;
        const once = specs.filter(({ name }) => !/block[23]/.test(name)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
        assert.ok(Math.abs(effectiveParameters(specs, network.parameters) - once) < 1e-6 * once);
      });

      if (normalization === 'batch') {
        test('each block has running statistics of its own, so that RI is below 1', async () => {
          const mean = (t: number) => numbersOf(network.statistics[`stage1.block${t}.norm1.mean`]!);
          assert.notDeepEqual(mean(1), mean(2));
          const { recurrenceIndex } = await measureIndices(engine, measurable(network), smallData.test, smallData, 1 / 3);
          assert.ok(recurrenceIndex < 1, `RI ${recurrenceIndex}`);
        });
      } else {
        test('the network is exactly recurrent, RI = 1, though its blocks matter', async () => {
          const indices = await measureIndices(engine, measurable(network), smallData.test, smallData, 1 / 3);
          assert.equal(indices.recurrenceIndex, 1);
          assert.deepEqual(indices.stages.map(({ recurrenceIndex }) => recurrenceIndex), [1, 1]);
          assert.ok(indices.accuracy > 0.5, `accuracy ${indices.accuracy}`);
          assert.ok(indices.stages.some(({ curves }) => new Set(curves['early readout'].accuracy).size > 1), 'no block matters, so that RI = 1 says nothing');
        });
      }
    });
  }
}

test('below λ = 1 blocks that started from the same values drift apart, and RI falls below 1', async () => {
  const network = await trained('group', 0, null);
  assert.equal(identicalFamilies(network)[0], 0);
  const { recurrenceIndex } = await measureIndices(engine, measurable(network), smallData.test, smallData, 1 / 3);
  assert.ok(recurrenceIndex < 1, `RI ${recurrenceIndex}`);
});
