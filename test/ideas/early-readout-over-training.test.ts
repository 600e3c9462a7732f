import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlyReadout } from '../../src/ideas/early-readout/measure';
import { earlyReadoutHistory } from '../../src/ideas/early-readout/over-training';
import { startEngine } from '../../src/engine/engine';
import { measurable } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { earlyReadoutHistoryTable } from '../../src/ideas/early-readout/history-rows';
import { evaluate } from '../../src/measuring/evaluate';
import { train } from '../../src/training/train';
import { smallData, smallNetwork } from '../training/small-data';

test('early readout is recorded at the end of the chosen epochs, with the network’s values there, and leaves no tensor behind', async () => {
  const engine = await startEngine();
  const network = new ResidualNetwork(smallNetwork);
  const history = earlyReadoutHistory(engine, { network, name: 'small', seed: 4, data: smallData }, [1, 3], smallData.test);
  const settings = { seed: 4, epochs: 3, batchSize: 16, learningRate: { kind: 'constant', rate: 0.05 } } as const;
  const afterFirst: number[] = [];
  const run = () =>
    train(engine, network, smallData, settings, async (report, snapshot) => {
      await history.afterStep(report, snapshot);
      if (report.epoch !== 1) return;
      const values = snapshot();
      afterFirst.push(evaluate(engine, network, values, smallData.test, smallData).accuracy);
      values.dispose();
    });
  (await run()).dispose();
  const kept = engine.tf.memory().numTensors;
  const trained = await run();
  const atEnd = await earlyReadout(engine, measurable(trained), smallData.test, smallData);
  trained.dispose();
  assert.equal(engine.tf.memory().numTensors, kept);

  const rows = earlyReadoutHistoryTable.rows(history.table());
  assert.deepEqual(rows.map(({ epoch, stage, block }) => [epoch, stage, block]), [1, 3, 1, 3].flatMap((epoch) => [0, 1, 2, 3].map((block) => [epoch, 2, block])));
  assert.ok(Math.abs(rows[3]!.accuracy - afterFirst[0]!) < 1e-9, 'after all blocks it is the accuracy of the network');
  const last = rows.slice(12);
  assert.deepEqual(last.map(({ accuracy }) => accuracy), atEnd.accuracy);
  assert.deepEqual(last.map(({ loss }) => loss), atEnd.loss);
  assert.notDeepEqual(rows.slice(8, 12).map(({ loss }) => loss), atEnd.loss, 'training went on');
});
