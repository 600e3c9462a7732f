import type { Normalization } from '../data/dataset';
import type { Shape } from '../engine/values';
import type { MeasurableNetwork, NetworkValues } from '../networks/measurable-network';

/** A network out of a file, ready to be measured. Its values live in the engine's memory until disposed. */
export interface ImportedNetwork extends MeasurableNetwork {
  /** [height, width, channels] of its images */
  readonly input: Shape;
  readonly classes: number;
  /** what makes its inputs of pixels */
  readonly normalization: Normalization;
  /** of a network made here */
  readonly values?: NetworkValues;
  /** the family that it is of, or the project's own architecture */
  readonly architecture: string;
  /** what it was taken for, and what of that its file does not say: sentences to be shown before measuring */
  readonly told: readonly string[];
  dispose(): void;
}
