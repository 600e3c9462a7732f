import { UNROLLING_SCALES } from '../../analyses/unrolling';
import type { PublishedName } from '../../weights/published-networks';
import { ofPreset, type Preset } from '../presets';

/** JAB18's J1 to J7 on published networks: what is measured, and on how many images from the front of each set. */
export interface IterativeInferenceExperiment {
  readonly preset: Preset;
  /** of CIFAR-10: the repository's sample, or all images if they are here */
  readonly data: 'sample' | 'best available';
  /** from the shallowest to the deepest; J6 and J7 are measured on the last one */
  readonly networks: readonly PublishedName[];
  /** for J5, J6 and J7 */
  readonly testImages: number;
  /** for J6 */
  readonly trainingImages: number;
  /** for J1, J2 and J3 (test images) and J2 and J3 (training images) */
  readonly gradientImages: number;
  /** test images for J4 */
  readonly dropImages: number;
  /** training images for J7 */
  readonly unrolledTrainingImages: number;
  /** training images on which the scale of J7 is chosen */
  readonly sweepImages: number;
  /** J7's extra steps (JAB18: 20) */
  readonly steps: number;
  /** among which J7's scale is chosen (ours) */
  readonly scales: readonly number[];
  /** how many of the last blocks J6 reads out (JAB18: 5) */
  readonly readoutBlocks: number;
}

const COMMON = { data: 'sample', networks: ['resnet-20', 'resnet-32', 'resnet-56'], steps: 20, scales: UNROLLING_SCALES, readoutBlocks: 5 } as const;

const EXPERIMENTS: Readonly<Record<Preset, IterativeInferenceExperiment>> = {
  smoke: {
    ...COMMON,
    preset: 'smoke',
    networks: ['resnet-20', 'resnet-32'],
    testImages: 60,
    trainingImages: 60,
    gradientImages: 40,
    dropImages: 60,
    unrolledTrainingImages: 40,
    sweepImages: 40,
    steps: 3,
    scales: [1, 0.1],
  },
  quick: {
    ...COMMON,
    preset: 'quick',
    testImages: 2000,
    trainingImages: 2000,
    gradientImages: 500,
    dropImages: 1000,
    unrolledTrainingImages: 1000,
    sweepImages: 500,
  },
};

/**
 * The experiment at a preset's size (ours).
 * @throws Error that lists the presets when it is unknown
 */
export function iterativeInferenceExperiment(preset: string): IterativeInferenceExperiment {
  return ofPreset(EXPERIMENTS, preset, 'iterative inference');
}
