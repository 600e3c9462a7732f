import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { assertAllNear, numbers, TOLERANCE } from '../engine/pytorch';
import { nameOf, runTrajectory, trajectories, type Trajectory } from './trajectory';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('five training steps end as in PyTorch:', () => {
  for (const one of trajectories) {
    test(nameOf(one), () => {
      const { losses, state } = runTrajectory(engine, one);
      losses.forEach((loss, step) => {
        const expected = one.losses[step]!;
        assert.ok(Math.abs(loss - expected) <= TOLERANCE * expected, `loss of step ${step + 1} is ${loss}, PyTorch has ${expected}`);
      });
      assertAllNear(state.parameters, one.end.parameters, 'parameter');
      assertAllNear(state.velocities, one.end.velocities, 'velocity');
      assertAllNear(state.statistics, one.end.statistics, 'statistic');
      assertAllNear(state.spectralVectors, one.end.spectralVectors, 'spectral vector');
    });
  }
});

test('the trajectories differ by far more than the tolerance, so that one cannot pass for another', () => {
  const kernel = ({ end }: Trajectory): Float32Array => numbers(end.parameters['stage1.block1.conv1.kernel']!);
  const ofBatchNormalization = trajectories.filter(({ normalization }) => normalization === 'batch');
  ofBatchNormalization.forEach((one, i) => {
    for (const other of ofBatchNormalization.slice(i + 1)) {
      const [a, b] = [kernel(one), kernel(other)];
      const difference = Math.max(...a.map((value, n) => Math.abs(value - b[n]!)));
      assert.ok(difference > 10 * TOLERANCE * Math.max(...a.map(Math.abs)), `${nameOf(one)} and ${nameOf(other)} differ by ${difference}`);
    }
  });
});
