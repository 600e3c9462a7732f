import type { StageProgram } from '../measuring/programs/block-programs';
import type { BatchStatistics } from '../measuring/programs/share';
import type { ImportOptions } from '../weights/import-network';
import type { ImagesAsked } from './measured-images';

/** A network in a file and the images that it is measured on, as another process can have them too. */
export interface MeasuredFile extends ImportOptions, ImagesAsked {
  /** path of a safetensors file */
  readonly weights: string;
}

/** To a process that measures: first what, and which share of it; then pass by pass which programs, and what all say of the training batches. */
export type ToMeasurer =
  | { readonly kind: 'start'; readonly file: MeasuredFile; readonly place: number; readonly of: number }
  | { readonly kind: 'pass'; readonly programs: readonly StageProgram[]; readonly anew: boolean }
  | { readonly kind: 'statistics'; readonly all: readonly (readonly BatchStatistics[])[] };

/** From it: logits [images, classes] of a program on the images from `from` on, how far it is, what its training batches say, and how a pass ended. */
export type FromMeasurer =
  | { readonly kind: 'logits'; readonly program: number; readonly from: number; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly kind: 'fraction'; readonly fraction: number }
  | { readonly kind: 'statistics'; readonly own: readonly (readonly BatchStatistics[])[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
