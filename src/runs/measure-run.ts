import { labelsPerImage, take, type Dataset, type ImageSet } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { entryOf, type Entry } from '../measuring/entry';
import { measureAll } from '../measuring/measure-all';
import { originOf, type Measure, type OnFraction, type Subject } from '../measuring/measure';
import type { MeasuredImages, Protocol } from '../measuring/protocol';
import { measurable, type NetworkValues } from '../networks/measurable-network';
import { untrained } from '../networks/untrained';
import { chanceAccuracy } from '../objectives/right';
import { imageResultsMeasure, type ImageResults } from './image-results';
import type { Run } from './run';

/** Training images, from the front of the set, on which the statistics of batch normalization are estimated anew (ours). */
export const STATISTICS_IMAGES = 2000;

/** Of one network. */
export interface MeasuredRun {
  readonly measurements: readonly Entry[];
  /** image by image, if the run asks for `images` */
  readonly images?: ImageResults;
}

/**
 * Measures a trained network as its run asks for it. Protocols that want the same images of the same network share a pass.
 * @param protocols all that there are
 * @param data the run's images
 * @param onFraction called with the fraction of the measuring that is done; throw to stop
 */
export async function measureRun(engine: Engine, run: Run, trained: NetworkValues, data: Dataset, protocols: readonly Protocol[], onFraction: OnFraction): Promise<MeasuredRun> {
  const sessions = sessionsOf(protocols.filter(({ name, always = false }) => always || run.measurements.some((asked) => asked === name)), data, run);
  const ofImages = run.measurements.includes('images') ? imageResultsMeasure() : undefined;
  const measurements: Entry[] = [];
  for (const [i, { at, images, set, measures }] of sessions.entries()) {
    const done: OnFraction = (fraction) => onFraction((i + fraction) / sessions.length);
    const start = at === 'start' ? untrained(engine, trained.network, run.training) : undefined;
    try {
      const subject = subjectOf(engine, run, start ?? trained, data, set);
      const wantsImages = ofImages && at === 'end' && images === 'test' && set.size === data.test.size;
      const measured = await measureAll(subject, [...measures, ...(wantsImages ? [ofImages.measure] : [])], { onFraction: done });
      measurements.push(...measures.map((measure) => entryOf(measure.name, { at, images, n: set.size }, measured.rows(measure), measured.settings(measure))));
    } finally {
      start?.dispose();
    }
  }
  return { measurements, ...(ofImages && { images: ofImages.results() }) };
}

/** A run's network as measures want it, on images of the run's. */
export function subjectOf(engine: Engine, { training }: Pick<Run, 'training'>, values: NetworkValues, data: Dataset, set: ImageSet): Subject {
  return {
    engine,
    network: measurable(values),
    set,
    normalization: data,
    chance: chanceAccuracy(data.classes.length, labelsPerImage(data.test)),
    mayOverflow: true,
    seed: training.seed,
    training: statisticsImages(data.train),
    values,
  };
}

/** The training images on which statistics of batch normalization are estimated anew. */
export function statisticsImages(train: ImageSet): ImageSet {
  return take(train, Math.min(train.size, STATISTICS_IMAGES));
}

/** The images of a protocol, from the front of the run's sets. Training images are at most as many as there are test images. */
export function imagesOf({ train, test }: Dataset, { training }: Run, { images, first }: MeasuredImages): ImageSet {
  if (images === 'batch') return firstBatch(train, training);
  const all = images === 'test' ? test : train;
  return take(all, Math.min(all.size, first === 'all' ? test.size : first));
}

/** The training images on which norms and gradients of states are measured: as many as a batch, from the front. */
function firstBatch(train: ImageSet, { batchSize }: Run['training']): ImageSet {
  return take(train, Math.min(batchSize, train.size));
}

interface Session {
  readonly at: Entry['at'];
  readonly images: MeasuredImages['images'];
  readonly set: ImageSet;
  readonly measures: readonly Measure[];
}

/** What is measured on the same images of the same network, however protocols name them, each measure once; derived ones are not stored. */
function sessionsOf(protocols: readonly Protocol[], data: Dataset, run: Run): Session[] {
  const sessions = new Map<string, Session>();
  for (const { at, on, measures } of protocols) {
    if (at === 'record') continue;
    for (const each of on) {
      const set = imagesOf(data, run, each);
      const key = JSON.stringify([at, each.images, set.size]);
      const { measures: before = [] } = sessions.get(key) ?? {};
      const all = new Map([...before, ...measures.map(originOf)].map((measure) => [measure.name, measure]));
      sessions.set(key, { at, images: each.images, set, measures: [...all.values()] });
    }
  }
  return [...sessions.values()];
}
