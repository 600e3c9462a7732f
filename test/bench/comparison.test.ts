import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INFERENCE, SMALL_INFERENCE } from '../../bench/comparisons/inference';
import { TRAINING_STEP } from '../../bench/comparisons/training-step';
import { recordOf, table } from '../../bench/parts/comparison';
import { conditions } from '../../bench/report/conditions';
import { resultsOf } from '../../bench/results';
import { MACHINE, measured } from './records';
import { turn } from './turns';

const TRAINING = recordOf(measured(TRAINING_STEP, [turn(30), turn(60)], [turn(40), turn(50)]));
const SMALL = recordOf(measured(SMALL_INFERENCE, [turn(5)], [turn(10)]));

test('the JSON names the figures first, then all numbers behind them by kind', () => {
  const findings = [
    { text: '', figures: { trainingStepRatio: 0.975 }, records: { comparisons: [TRAINING] } },
    { text: '', figures: { memorySlope: 1 }, records: { memory: [] } },
    { text: '', figures: {}, records: { comparisons: [SMALL] } },
  ];
  const json = JSON.parse(JSON.stringify(resultsOf(MACHINE, findings))) as Record<string, unknown>;
  assert.deepEqual(Object.keys(json), ['trainingStepRatio', 'memorySlope', 'machine', 'comparisons', 'memory']);
  assert.deepEqual(json.machine, MACHINE);
  const [first, second] = json.comparisons as { name: string; contenders: Record<string, unknown>[] }[];
  assert.deepEqual([first!.name, second!.name], ['training-step', 'inference-128']);
  assert.deepEqual(first!.contenders.map(({ name, milliseconds }) => [name, milliseconds]), [['ours, graph', 45], ['PyTorch eager, channels_last', 45]]);
  assert.deepEqual(first!.contenders[0]!.turns, [turn(30), turn(60)]);
});

test('the table is aligned and says whether the target is reached', () => {
  const lines = table(TRAINING).split('\n');
  assert.equal(lines[0], `${TRAINING_STEP.title}, 2 threads`);
  assert.equal(new Set(lines.slice(1, 4).map((line) => line.length)).size, 1);
  assert.match(lines[2]!, /^ours, graph +45\.0 +0\.97 +0\.75 … 1\.20 +2 of 2 +100 MB +1e-6$/);
  assert.match(lines[4]!, /^trainingStepRatio 0\.975; at most 0\.90 wanted: not reached\.$/);
  assert.match(table(recordOf(measured(INFERENCE, [turn(7)], [turn(10)]))), /inferenceRatio 0\.700; at most 0\.80 wanted: reached\.$/);
  assert.match(table(SMALL), /inferenceRatioAtBatch128 0\.500\.$/);
});

test('a disturbed machine decides nothing', () => {
  const disturbed = recordOf(measured(INFERENCE, [turn(1, 0.5), turn(1, 0.5), turn(1)], [turn(10), turn(10), turn(10)]));
  assert.match(table(disturbed), /not decided, since others used more than 8 % of the machine in 2 of 3 rounds/);
});

test('versions of all contenders and the machine are told once', () => {
  const lines = conditions({ machine: MACHINE, comparisons: [TRAINING, SMALL] }).split('\n');
  assert.deepEqual(lines.slice(0, 2), ['2 cores of a processor with AVX-512, 8 GB, Linux 6; 2 threads unless said', 'tensorflow 2, torch 3']);
});
