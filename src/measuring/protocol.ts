import type { Entry } from './entry';
import type { Measure } from './measure';

/** Images from the front of a set: so many, all that a run names, or as many as a training batch has, in one batch. */
export interface MeasuredImages {
  readonly images: Entry['images'];
  readonly first: number | 'all';
}

/** What a run measures under one name of its configuration: of which network, on which images, by which measures. */
export interface Protocol {
  /** of a run's measurements */
  readonly name: string;
  /** of every run, whatever it asks for */
  readonly always?: boolean;
  /** of the network as training finds it, at every point of its learning curve, or as training leaves it */
  readonly at: Entry['at'] | 'record';
  readonly on: readonly MeasuredImages[];
  readonly measures: readonly Measure[];
}
