import { UNROLLING_SCALES } from '../../ideas/unrolling/measure';
import { presetOf, type Preset } from '../presets';
import type { PublishedName } from '../../weights/published-networks';

/** JAB18's J1 to J7 on published networks: what is measured, and on how many images from the front of each set. */
export interface IterativeInferenceExperiment {
  readonly preset: Preset;
  /** of CIFAR-10: the repository's sample, or all images if they are here; where there are fewer than asked for, all of them */
  readonly data: 'sample' | 'best available';
  /** from the shallowest to the deepest; J6 and J7 are measured on the last one */
  readonly networks: readonly PublishedName[];
  /** test images for J1, test and as many training images for J2 and J3 */
  readonly gradientImages: number;
  /** test images for J4 */
  readonly dropImages: number;
  /** test images for J5, test and as many training images for J6 */
  readonly readoutImages: number;
  /** test and training images for J7 */
  readonly unrolledImages: number;
  /** training images on which J7's scale is chosen, behind those of `unrolledImages` */
  readonly sweepImages: number;
  /** training images on which statistics of batch norm are estimated anew under every program (J4, J5, J6) */
  readonly statisticsImages: number;
  /** J7's extra steps (JAB18: 20) */
  readonly steps: number;
  /** among which J7's scale is chosen (ours) */
  readonly scales: readonly number[];
  /** how many of the last blocks J6 reads out (JAB18: 5) */
  readonly readoutBlocks: number;
}

const common = { networks: ['resnet-20', 'resnet-32', 'resnet-56'], steps: 20, scales: UNROLLING_SCALES, readoutBlocks: 5, statisticsImages: 2000 } as const;

const experiments: Readonly<Record<Preset, Omit<IterativeInferenceExperiment, 'preset'>>> = {
  smoke: { ...common, data: 'sample', networks: ['resnet-20', 'resnet-32'], gradientImages: 30, dropImages: 60, readoutImages: 60, unrolledImages: 30, sweepImages: 30, statisticsImages: 60, steps: 3, scales: [1, 0.1] },
  study: { ...common, data: 'best available', gradientImages: 2000, dropImages: 2000, readoutImages: 10_000, unrolledImages: 2000, sweepImages: 500 },
  paper: { ...common, data: 'best available', gradientImages: 10_000, dropImages: 10_000, readoutImages: 10_000, unrolledImages: 10_000, sweepImages: 2000 },
};

/**
 * The experiment at a preset's size (ours): `study` as it is recorded, in an hour of one core; `paper` with all images in hours.
 * @throws RangeError that lists the presets when it is unknown
 */
export function iterativeInferenceExperiment(preset: string): IterativeInferenceExperiment {
  const known = presetOf(preset, 'iterative inference');
  return { preset: known, ...experiments[known] };
}
