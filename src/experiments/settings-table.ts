import { table, type ColumnTable } from 'arquero';
import type { LearningRate } from '../training/learning-rate';
import type { Experiment } from './experiment';
import type { StageDefinition } from '../networks/definition';
import { conditionName } from './train-and-measure';

/** An experiment's settings for the eye: one row each. */
export function settingsTable({ preset, trainImages, testImages, network, training, conditions, seeds }: Experiment): ColumnTable {
  const { augmentation } = training;
  const rows: [string, string][] = [
    ['preset', preset],
    ['training images', `the first ${trainImages.toLocaleString('en-US')}`],
    ['test images', `the first ${testImages.toLocaleString('en-US')}`],
    ['stages', network.stages.map(stageInWords).join('; then ')],
    ['training', `${training.epochs} epochs, batches of ${training.batchSize}, ${learningRateInWords(training.learningRate)}`],
    ['momentum, weight decay', `${training.momentum}, ${training.weightDecay}`],
    ['augmentation', augmentation.horizontalFlip || augmentation.translation > 0 ? `flips: ${augmentation.horizontalFlip}, translation: ${augmentation.translation} pixels` : 'none'],
    ['initial kernels', `He normal; the last one of every F times ${network.initialResidualScale}`],
    ['start of the blocks of a stage', training.blockStart === 'same' ? 'from the same values' : 'each from its own values'],
    ['networks', conditions.map(conditionName).join('; ')],
    ['seeds', seeds.join(', ')],
  ];
  return table({ setting: rows.map(([setting]) => setting), value: rows.map(([, value]) => value) });
}

function stageInWords({ transition, blocks }: StageDefinition): string {
  const start =
    transition.kind === 'averagePool'
      ? `average pooling by ${transition.size}`
      : `${transition.kind === 'convolution' ? 'convolution' : 'residual block'} to ${transition.channels} channels (stride ${transition.stride})`;
  return `${start}, ${blocks} blocks`;
}

function learningRateInWords(schedule: LearningRate): string {
  switch (schedule.kind) {
    case 'constant':
      return `learning rate ${schedule.rate}`;
    case 'steps':
      return `learning rate ${schedule.rates.join(', ')} until epoch ${schedule.until.join(', ')} and the end`;
    case 'oneCycle':
      return `one-cycle learning rate to ${schedule.peak}`;
  }
}
