import { table, type ColumnTable } from 'arquero';
import type { StageDefinition } from '../networks/definition';
import { isOwn } from '../networks/network';
import { settingLabel } from '../tables/condition';
import type { Run } from '../runs/run';
import type { LearningRate } from '../training/learning-rate';
import type { Experiment } from './experiment';

/** An experiment's settings for the eye: one row each; a setting in which networks differ lists all that there are. */
export function settingsTable({ preset, runs }: Experiment): ColumnTable {
  const each = (what: (run: Run) => string): string => [...new Set(runs.map(what))].join('; ');
  const rows: [string, string][] = [
    ['preset', preset],
    ['tasks', each(({ task }) => task)],
    ['training images', each(({ trainImages }) => `the first ${trainImages.toLocaleString('en-US')}`)],
    ['test images', each(({ testImages }) => `the first ${testImages.toLocaleString('en-US')}`)],
    ['stages of the first network', stagesInWords(runs[0]!.network)],
    ['training', each(trainingInWords)],
    ['momentum, weight decay', each(({ training: { momentum, weightDecay } }) => `${momentum}, ${weightDecay}`)],
    ['augmentation', each(augmentationInWords)],
    ['initial kernels', each(({ network }) => (isOwn(network) || network.initialResidualScale === 1 ? 'He normal' : `He normal; the last one of every F times ${network.initialResidualScale}`))],
    ['start of the blocks of a stage', each(({ training: { blockStart } }) => (blockStart === 'same' ? 'from the same values' : 'each from its own values'))],
    ['networks', each(({ variant, network: { normalization }, training: { coupling, lipschitz } }) => settingLabel({ variant, normalization, coupling, lipschitz }))],
    ['seeds', each(({ training: { seed } }) => String(seed))],
    ['runs', String(runs.length)],
  ];
  return table({ setting: rows.map(([setting]) => setting), value: rows.map(([, value]) => value) });
}

function stagesInWords(network: Run['network']): string {
  return isOwn(network) ? `${network.stages.map(({ blocks }) => blocks).join(', ')} blocks of one’s own` : network.stages.map(stageInWords).join('; then ');
}

function stageInWords({ transition, blocks }: StageDefinition): string {
  const start =
    transition.kind === 'averagePool'
      ? `average pooling by ${transition.size}`
      : `${transition.kind === 'convolution' ? 'convolution' : 'residual block'} to ${transition.channels} channels (stride ${transition.stride})`;
  return `${start}, ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
}

function trainingInWords({ training: { epochs, batchSize, learningRate } }: Run): string {
  if (epochs === 0) return 'none, of networks that are looked at before their first step';
  return `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, batches of ${batchSize}, ${learningRateInWords(learningRate)}`;
}

function augmentationInWords({ training: { augmentation } }: Run): string {
  const { horizontalFlip, translation } = augmentation;
  const parts = [...(horizontalFlip ? ['horizontal flips'] : []), ...(translation > 0 ? [`translations by up to ${translation} pixels`] : [])];
  return parts.join(', ') || 'none';
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
