import type { NetworkInput } from '../networks/definition';
import { parseSettings } from '../settings/parse-settings';
import { experimentSchema, type Experiment, type ExperimentInput } from './experiment';
import { ofPreset, type Preset } from './presets';

/** Three stages of T blocks on maps of 14², 7² and 4² pixels (ours: the text that we have gives no architecture). */
function network(channels: readonly number[], blocks: number): NetworkInput {
  return {
    input: [28, 28, 1],
    classes: 10,
    convolutionBias: false, // batch norm after it would undo it
    initialResidualScale: 0.3, // lets the networks with group norm learn in so few steps
    stages: channels.map((width, s) => ({
      transition: s === 0 ? { kind: 'convolution', channels: width, stride: 2 } : { kind: 'residual', channels: width, stride: 2 },
      blocks,
    })),
  };
}

const UNREGULARIZED = { normalization: 'batch', coupling: 0, lipschitz: null } as const;

/**
 * The MNIST experiment at a preset's size (all settings ours).
 * @throws Error that lists the presets when it is unknown
 */
export function mnistExperiment(preset: string): Experiment {
  return parseSettings(experimentSchema, ofPreset(SETTINGS, preset, 'MNIST'), `MNIST experiment "${preset}"`);
}

const SETTINGS: Record<Preset, ExperimentInput> = {
  smoke: {
    task: 'mnist',
    preset: 'smoke',
    trainImages: 640,
    testImages: 200,
    network: network([4, 8], 2),
    training: { seed: 0, epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.1 } },
    recordsPerEpoch: 1,
    conditions: [
      UNREGULARIZED,
      { ...UNREGULARIZED, coupling: 0.5 },
      { ...UNREGULARIZED, coupling: 1 },
      { ...UNREGULARIZED, normalization: 'group' },
      { ...UNREGULARIZED, normalization: 'group', coupling: 1 },
      { ...UNREGULARIZED, lipschitz: 0.5 },
      { ...UNREGULARIZED, coupling: 1, lipschitz: 0.5 },
    ],
    seeds: [1, 2],
  },
  quick: {
    task: 'mnist',
    preset: 'quick',
    trainImages: 6_400,
    testImages: 2_000,
    network: network([8, 16, 32], 4),
    training: { seed: 0, epochs: 2, batchSize: 128, learningRate: { kind: 'oneCycle', peak: 0.3 } },
    recordsPerEpoch: 2,
    conditions: [
      UNREGULARIZED,
      { ...UNREGULARIZED, coupling: 0.5 },
      { ...UNREGULARIZED, coupling: 0.9 },
      { ...UNREGULARIZED, coupling: 1 },
      { ...UNREGULARIZED, normalization: 'group' },
      { ...UNREGULARIZED, normalization: 'group', coupling: 1 },
      { ...UNREGULARIZED, lipschitz: 1 },
      { ...UNREGULARIZED, lipschitz: 0.5 },
      { ...UNREGULARIZED, coupling: 1, lipschitz: 0.5 },
    ],
    seeds: [1, 2],
  },
};
