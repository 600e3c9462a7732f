import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INFERENCE } from '../../bench/comparisons/inference';
import { TRAINING_STEP } from '../../bench/comparisons/training-step';
import type { Comparison } from '../../bench/comparisons/comparison';
import type { Measured, MeasuredContender } from '../../bench/measuring/measure';
import { ratioOf } from '../../bench/measuring/ratios';
import type { Turn } from '../../bench/measuring/rounds';
import { conditions, results, table } from '../../bench/report';
import { turn } from './turns';

const MACHINE = { processor: 'a processor', cores: 2, memoryGB: 8, system: 'Linux 6', threads: 2 };

function measured(comparison: Comparison, ours: Turn[], reference: Turn[]): Measured {
  const contender = (name: string, turns: Turn[], versions: Record<string, string>): MeasuredContender => ({
    name,
    turns,
    versions,
    threads: 2,
    ratio: ratioOf(turns, reference),
    lossDifference: 1.2e-6,
  });
  return {
    comparison,
    ours: contender('ours', ours, { tensorflow: '2' }),
    reference: contender('PyTorch', reference, { torch: '3' }),
    others: [contender('another', reference, { torch: '3' })],
  };
}

const TRAINING = measured(TRAINING_STEP, [turn(30), turn(60)], [turn(40), turn(50)]);

test('the JSON names the ratios first, then all numbers behind them', () => {
  const inference = measured(INFERENCE, [turn(5)], [turn(10)]);
  const json = JSON.parse(JSON.stringify(results(MACHINE, [TRAINING, inference]))) as Record<string, unknown>;
  assert.deepEqual(Object.keys(json), ['trainingStepRatio', 'inferenceRatio', 'machine', 'comparisons']);
  assert.equal(json.trainingStepRatio, (30 / 40 + 60 / 50) / 2);
  assert.equal(json.inferenceRatio, 0.5);
  assert.deepEqual(json.machine, MACHINE);
  const [first] = json.comparisons as { name: string; reference: string; contenders: Record<string, unknown>[] }[];
  assert.equal(first!.name, 'training-step');
  assert.equal(first!.reference, 'PyTorch');
  assert.deepEqual(first!.contenders.map(({ name, milliseconds }) => [name, milliseconds]), [['ours', 45], ['PyTorch', 45], ['another', 45]]);
  assert.deepEqual(first!.contenders[0]!.turns, [turn(30), turn(60)]);
});

test('the table is aligned and says whether the target is reached', () => {
  const lines = table(TRAINING).split('\n');
  assert.equal(lines[0], TRAINING_STEP.title);
  assert.equal(new Set(lines.slice(1, 5).map((line) => line.length)).size, 1);
  assert.match(lines[2]!, /^ours +45\.0 +0\.97 +0\.75 … 1\.20 +2 of 2 +100 MB +1e-6$/);
  assert.match(lines[5]!, /^trainingStepRatio 0\.975; at most 1\.15 wanted: reached\.$/);
  assert.match(table(measured(INFERENCE, [turn(11)], [turn(10)])), /inferenceRatio 1\.100; at most 1\.00 wanted: not reached\.$/);
});

test('a disturbed machine decides nothing', () => {
  const disturbed = measured(INFERENCE, [turn(1, 0.5), turn(1, 0.5), turn(1)], [turn(10), turn(10), turn(10)]);
  assert.match(table(disturbed), /not decided, since others used more than 8 % of the machine in 2 of 3 rounds/);
});

test('versions of all contenders and the machine are told once', () => {
  assert.deepEqual(conditions(MACHINE, [TRAINING]).split('\n').slice(0, 2), ['a processor, 2 cores, 8 GB, Linux 6; 2 threads each', 'tensorflow 2, torch 3']);
});
