import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadTask } from '../../src/data/task';
import { startEngine } from '../../src/engine/engine';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { evaluate } from '../../src/measuring/evaluate';
import { train } from '../../src/training/train';

test('a small network learns digits that occlude one another: its loss falls below that of knowing how frequent digits are', async () => {
  const engine = await startEngine();
  const data = await loadTask('digitclutter-3', 2560, 200);
  const network = new ResidualNetwork({
    input: [32, 32, 1],
    classes: 10,
    stages: [
      { transition: { kind: 'convolution', channels: 8, stride: 4 }, blocks: 1 },
      { transition: { kind: 'residual', channels: 16, stride: 2 }, blocks: 1 },
    ],
  });
  const losses: number[] = [];
  const settings = { seed: 1, epochs: 3, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.1 } } as const;
  const trained = await train(engine, network, data, settings, ({ loss }) => void losses.push(loss));
  const { loss } = evaluate(engine, network, trained, data.test, data);
  trained.dispose();
  // Every digit is in three of ten images: 10 H(0.3) = 6.11 nats.
  const frequencies = 10 * (-0.3 * Math.log(0.3) - 0.7 * Math.log(0.7));
  const last = losses.slice(-30).reduce((sum, one) => sum + one, 0) / 30;
  assert.ok(losses[0]! > frequencies, `the first loss is ${losses[0]}`);
  assert.ok(last < 0.96 * frequencies && loss < 0.97 * frequencies, `at the end ${last} in training, ${loss} on test images`);
});
