import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { indices } from '../../src/ideas/indices/measure';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';
import { measureWithProgress } from '../../src/notebook/measure-with-progress';
import { smallData } from '../training/small-data';

test('a network near to chance is told of, one that is not goes without a word', async (context) => {
  const engine = await startEngine();
  const told = context.mock.method(console, 'error', () => undefined);
  const same: Layer = (_, h) => h;
  const alwaysFirst: Layer = (ops, h) => ops.matMul(ops.reshape(ops.mean(ops.square(h), [1, 2, 3]), [h.shape[0]!, 1]), ops.constant([1, 0, 0], [1, 3]));
  const network: MeasurableNetwork = { stages: [{ transition: same, blocks: [same, same] }], head: alwaysFirst };
  const lines = async (chance: number): Promise<string[]> => {
    told.mock.resetCalls();
    const measured = await measureWithProgress({ engine, network, set: smallData.test, normalization: smallData, chance, seed: 1 }, [indices]);
    assert.equal(measured.accuracy, 1 / 3);
    return told.mock.calls.map(({ arguments: [line] }) => String(line));
  };
  assert.deepEqual(await lines(1 / 3), ['It is right on 33.3 % of the images, where chance is 33.3 %: so near to chance its indices say nothing, and may lie far outside [0, 1].']);
  assert.deepEqual(await lines(0.01), []);
});
