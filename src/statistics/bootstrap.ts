import { quantileSorted, sampleStandardDeviation } from 'simple-statistics';
import { generator } from '../data/random';
import { confidenceLevel } from './interval';

/** [images]: how often a resample draws each image; all 1: the images themselves. */
export type Weights = Uint32Array;

/** A statistic of one network on a set of images, with its bootstrap interval. */
export interface ImageInterval {
  /** the interval describes the draw of the images, not that of networks (seeds) */
  readonly over: 'images';
  /** images */
  readonly n: number;
  readonly resamples: number;
  /** resamples in which the statistic has no value, as that of few images may: left out of the spread */
  readonly empty: number;
  /** of the images themselves */
  readonly estimate: number;
  /** standard deviation over the resamples; like the bounds `null` where the statistic of the images themselves is undefined */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A nest of arrays and objects with an interval in the place of every number. */
export type Intervals<Statistic> = Statistic extends number ? ImageInterval : { readonly [Key in keyof Statistic]: Intervals<Statistic[Key]> };

export interface BootstrapOptions {
  /** how many; 1,000 unless said, of which 25 lie beyond each bound of a 95 % interval */
  readonly resamples?: number;
  /** of the resamples: the same for the same number of images */
  readonly seed?: number;
}

/**
 * Percentile intervals (Efron 1979) of a network's statistics over images: n images are drawn from the n with replacement,
 * again and again. All numbers of one statistic see the same resamples, so that their differences are paired.
 * @param statistic a number, or arrays and objects of numbers, of the images drawn so often
 */
export function bootstrap<Statistic>(images: number, statistic: (weights: Weights) => Statistic, options?: BootstrapOptions): Intervals<Statistic> {
  return resampled(images, statistic, options).intervals();
}

/** Resamples of a statistic, drawn once for intervals of several levels. */
export interface Resampled<Statistic> {
  intervals(level?: number): Intervals<Statistic>;
}

/** {@link bootstrap} without its intervals yet. */
export function resampled<Statistic>(images: number, statistic: (weights: Weights) => Statistic, { resamples = 1000, seed = 0 }: BootstrapOptions = {}): Resampled<Statistic> {
  if (!(Number.isInteger(images) && images >= 1)) throw new RangeError(`A bootstrap needs a whole number of images from 1 on, not ${images}.`);
  if (!(Number.isInteger(resamples) && resamples >= 2)) throw new RangeError(`A bootstrap needs 2 resamples or more, not ${resamples}.`);
  const random = generator(seed, 'bootstrap');
  const weights = new Uint32Array(images).fill(1);
  const estimate = statistic(weights);
  const drawn = numbersIn(estimate).map(() => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    weights.fill(0);
    for (let n = 0; n < images; n++) weights[random.integer(images)]!++;
    numbersIn(statistic(weights)).forEach((value, i) => (drawn[i]![b] = value));
  }
  return {
    intervals(level = confidenceLevel) {
      let place = 0;
      return withIntervals(estimate, (value) => ({ over: 'images', n: images, resamples, estimate: value, ...spread(value, drawn[place++]!, level) }));
    },
  };
}

/** Mean of per-image values; those that are not a number are left out. */
export function weightedMean(values: ArrayLike<number>, weights: Weights): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += weights[i]! * values[i]!;
    count += weights[i]!;
  }
  return sum / count;
}

function spread(estimate: number, values: Float64Array, level: number): Pick<ImageInterval, 'empty' | 'standardError' | 'lower' | 'upper'> {
  const sorted = Array.from(values.filter((value) => !Number.isNaN(value)).sort());
  const empty = values.length - sorted.length;
  if (Number.isNaN(estimate) || sorted.length < 2) return { empty, standardError: null, lower: null, upper: null };
  return {
    empty,
    standardError: sampleStandardDeviation(sorted),
    lower: quantileSorted(sorted, (1 - level) / 2),
    upper: quantileSorted(sorted, (1 + level) / 2),
  };
}

function numbersIn(statistic: unknown): number[] {
  return typeof statistic === 'number' ? [statistic] : Object.values(statistic as object).flatMap(numbersIn);
}

/** The nest with `interval` of every number in its place, in the order of {@link numbersIn}. */
function withIntervals<Statistic>(statistic: Statistic, interval: (value: number) => ImageInterval): Intervals<Statistic> {
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'number') return interval(part);
    if (Array.isArray(part)) return part.map(replaced);
    return Object.fromEntries(Object.entries(part as object).map(([key, value]) => [key, replaced(value)]));
  };
  return replaced(statistic) as Intervals<Statistic>;
}
