import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { learningRateAt, type LearningRate } from '../../src/training/learning-rate';
import { pytorchCases } from '../engine/pytorch';

interface Schedule {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly rates: number[];
}
const pytorch = pytorchCases('learning_rates') as { readonly oneCycle: (Schedule & { readonly peak: number })[]; readonly singleRepresentation: Schedule };

function assertSchedule(schedule: LearningRate, { epochs, stepsPerEpoch, rates }: Schedule): void {
  rates.forEach((expected, step) => {
    const rate = learningRateAt(schedule, step, stepsPerEpoch, epochs);
    assert.ok(Math.abs(rate - expected) <= 1e-9 * expected, `step ${step}: ${rate}, PyTorch has ${expected}`);
  });
}

describe('one cycle is PyTorch’s OneCycleLR', () => {
  for (const one of pytorch.oneCycle) {
    test(`over ${one.epochs} epochs of ${one.stepsPerEpoch} steps`, () => assertSchedule({ kind: 'oneCycle', peak: one.peak }, one));
  }
});

test('one cycle of one, two or three steps stays between its lowest and highest rate', () => {
  for (const steps of [1, 2, 3]) {
    for (let step = 0; step < steps; step++) {
      const rate = learningRateAt({ kind: 'oneCycle', peak: 0.1 }, step, steps, 1);
      assert.ok(rate > 0.0999 / 250000 && rate <= 0.1, `step ${step} of ${steps}: ${rate}`);
    }
  }
});

describe('steps are JAB18’s schedules', () => {
  test('single representation: 0.1 to epoch 40, 0.02 to 60, 0.004 to 80, then 0.0008 (as PyTorch’s MultiStepLR has it)', () => {
    assertSchedule({ kind: 'steps', rates: [0.1, 0.02, 0.004, 0.0008], until: [40, 60, 80] }, pytorch.singleRepresentation);
  });

  test('ResNet-110: 0.1 to epoch 80, 0.01 to 120, 0.001 to 200, 0.00001 after', () => {
    const schedule: LearningRate = { kind: 'steps', rates: [0.1, 0.01, 0.001, 0.00001], until: [80, 120, 200] };
    const at = (epoch: number, step = 0): number => learningRateAt(schedule, epoch * 391 + step, 391, 300);
    assert.deepEqual([at(0), at(79, 390), at(80), at(119, 390), at(120), at(199, 390), at(200), at(299, 390)], [0.1, 0.1, 0.01, 0.01, 0.001, 0.001, 0.00001, 0.00001]);
  });
});

test('a constant rate stays', () => {
  assert.deepEqual([0, 5, 99].map((step) => learningRateAt({ kind: 'constant', rate: 0.3 }, step, 10, 10)), [0.3, 0.3, 0.3]);
});
