import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { INFERENCE } from '../../bench/comparisons/inference';
import { TRAINING_STEP } from '../../bench/comparisons/training-step';
import { GRAPH } from '../../bench/contenders';
import { recordOf } from '../../bench/parts/comparison';
import { performanceSection, withSection } from '../../bench/report/readme';
import { MACHINE, measured } from './records';
import { turn } from './turns';

const TRAINING = recordOf(measured(TRAINING_STEP, [turn(30), turn(60, 0.5)], [turn(40), turn(50)], ['TensorFlow Python, tf.function', 'ours, eager']));

test('a row for each comparison and number of threads, a column for each contender', () => {
  const inference = recordOf(measured({ ...INFERENCE, ours: GRAPH }, [turn(80)], [turn(100)]));
  const lines = performanceSection([
    { machine: MACHINE, comparisons: [TRAINING, inference] },
    { machine: { ...MACHINE, threads: 1 }, comparisons: [{ ...TRAINING, threads: 1 }] },
  ]).split('\n');
  const trainingRow = (threads: number): string =>
    `| ${TRAINING_STEP.title} | ${threads} | 45.0 (1.00; 1.00–1.00) | 45.0 (0.75; 0.75–0.75) | 45.0 | 45.0 (1.00; 1.00–1.00) | 1 of 2 |`;
  assert.deepEqual(lines.slice(0, 5), [
    '|  | threads | before (ours, eager) | **after (ours, graph)** | PyTorch eager, channels_last | TensorFlow Python, tf.function | undisturbed rounds |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    trainingRow(2),
    trainingRow(1),
    `| ${INFERENCE.title} | 2 | – | 80.0 (0.80; 0.80–0.80) | 100 | – | 1 of 1 |`,
  ]);
  assert.match(lines.join('\n'), /Measured on 2 cores of a processor with AVX-512, 8 GB, Linux 6; tensorflow 2, torch 3\./);
});

test('costs are told in sentences', () => {
  const section = performanceSection([
    {
      machine: MACHINE,
      comparisons: [TRAINING],
      compile: [{ network: 'N', seconds: 1.234, starts: [1, 1.234, 2] }],
      memory: [{ network: 'N', slope: 0.12, points: [[50, 300], [2000, 301]] }],
      sweep: [{ network: 'N', processes: 2, gain: { median: 1.5, minimum: 1.4, maximum: 1.6, cleanRounds: 8, rounds: 9 }, single: [], sideBySide: [] }],
      cost: [{ size: 'blocks', points: [[1, 3]], line: { intercept: 2, slope: 0.5, rSquared: 0.999 } }],
    },
  ]);
  assert.deepEqual(section.split('\n').filter((line) => line.startsWith('* ')), [
    '* Building, emitting and loading the training step of N: 1.23 s (median of 3 starts, 2 threads).',
    '* Resident memory over 2000 training steps of N: 300 MB at first, 301 MB at last, 0.1 MB per 1,000 steps (2 threads).',
    '* Sweeps: 2 processes of one thread make 1.50 (1.40–1.60, 8 of 9 rounds undisturbed) times the training steps of one process of 2 threads, for N.',
    "* A training step of a small MNIST network against blocks: 2.0 ms + 0.50 ms for each (R² 0.999, 2 threads; [figure](bench/figures/cost.svg)).",
  ]);
});

test('versions are told of all results, also where the first have none', () => {
  assert.match(performanceSection([{ machine: MACHINE }, { machine: { ...MACHINE, threads: 1 }, comparisons: [TRAINING] }]), /Linux 6; tensorflow 2, torch 3\./);
});

test('results of several machines are not mixed', () => {
  assert.throws(() => performanceSection([{ machine: MACHINE }, { machine: { ...MACHINE, cores: 4 } }]), /several machines.*2 cores.*4 cores/);
});

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

test('only what stands between the markers of the README is replaced, any number of times', () => {
  const once = withSection(README, 'NEW');
  assert.equal(withSection(once, 'NEW'), once);
  const at = once.indexOf('\nNEW\n');
  assert.ok(at > 0);
  assert.ok(README.startsWith(once.slice(0, at)));
  assert.ok(README.endsWith(once.slice(at + '\nNEW\n'.length)));
});

test('a README without the markers, or with them twice, is refused', () => {
  assert.throws(() => withSection('# Title\n', 'NEW'), /README\.md must have one line/);
  assert.throws(() => withSection(README + README, 'NEW'), /README\.md must have one line/);
});
