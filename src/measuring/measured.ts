import type { ColumnTable } from 'arquero';
import { bootstrap, type ImageInterval, type Weights } from '../statistics/bootstrap';
import { checkedRows, numberColumns, originOf, type Measure, type Reading } from './measure';
import { measuredTable } from './measured-table';
import type { OnImages } from './on-images';
import type { Accuracies, ProgramResults } from './programs/program-results';
import { told } from './told';

/** A row of a measure with an interval in the place of every number; `null`: it is over no images. */
export interface IntervalRow<Row extends object> {
  readonly row: Row;
  readonly intervals: Readonly<Record<string, ImageInterval | null>>;
}

/** A reading that has seen all images, and the results of the pass that its programs ran in. */
export interface Finished {
  readonly reading: Reading<object>;
  readonly results: ProgramResults | undefined;
  /** training images on which the statistics of batch normalization were estimated anew, where its programs ran on such */
  readonly trainingImages?: number;
}

/** Rows of measures by their names; none: it was not measured. */
export type RowsByName = (name: string) => readonly Readonly<Record<string, number>>[];

/** What was measured of one network on one set of images. */
export class Measured {
  private readonly resampled = new Map<string, readonly IntervalRow<object>[]>();

  /** @param finished by the names of measures that are derived from no other */
  constructor(
    readonly images: number,
    private readonly measures: readonly Measure[],
    private readonly finished: ReadonlyMap<string, Finished>,
  ) {}

  /**
   * The rows of a measure.
   * @param weights [images] how often each image is drawn; once each unless given
   * @throws Error where it was not measured, or a row is not as the measure says
   */
  rows<Row extends object>(measure: Measure<Row>, weights: Weights = once(this.images)): readonly Row[] {
    return checkedRows(measure, this.rowsOf(measure as unknown as Measure, weights, new Map()));
  }

  /** What a measure was made with, and how many training images the statistics of batch normalization are from, where they were estimated anew. */
  settings(measure: Measure): Readonly<Record<string, unknown>> & { readonly trainingImages?: number } {
    const origin = originOf(measure);
    const { trainingImages } = this.finishedOf(origin);
    return { ...origin.settings, ...(trainingImages !== undefined && { trainingImages }) };
  }

  /** Was it measured? */
  has({ name }: Pick<Measure, 'name'>): boolean {
    return this.measures.some((each) => each.name === name);
  }

  /** Accuracy of the whole network; undefined where no measure ran programs. */
  get accuracy(): number | undefined {
    return [...this.finished.values()].find(({ results }) => results)?.results?.whole;
  }

  /** The rows of every measure, each image drawn so often, by its name. */
  drawn(weights: Weights): RowsByName {
    const accuracies = new Map<ProgramResults, Accuracies>();
    return (name) => {
      const measure = this.measures.find((each) => each.name === name);
      return measure ? (this.rowsOf(measure, weights, accuracies) as readonly Readonly<Record<string, number>>[]) : [];
    };
  }

  /** The rows of a measure, each number with its bootstrap interval over the images; all measures of a subject see the same resamples. */
  intervals<Row extends object>(measure: Measure<Row>): readonly IntervalRow<Row>[] {
    if (!this.resampled.has(measure.name)) this.resample(measure);
    return this.resampled.get(measure.name)! as readonly IntervalRow<Row>[];
  }

  /** One row for each row and number of a measure, with its interval. @param of names of the data, the network, and the images */
  table<Row extends object>(measure: Measure<Row>, of: OnImages): ColumnTable {
    const keys = measure.keys as readonly (string & keyof Row)[];
    const rows = this.intervals(measure).flatMap(({ row, intervals }) =>
      Object.entries(intervals).map(([column, interval]) => ({
        ...of,
        ...(Object.fromEntries(keys.map((key) => [key, row[key]])) as Row),
        measure: column,
        n: (row as { readonly images?: number }).images ?? this.images,
        over: interval === null ? ('network' as const) : ('images' as const),
        estimate: (row as Readonly<Record<string, number>>)[column]!,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
      })),
    );
    return measuredTable(measure, ...keys).table(rows);
  }

  private resample(measure: Measure): void {
    const together = this.measures.includes(measure) ? this.measures : [...this.measures, measure];
    const overImages = together.filter(({ over, name }) => over === 'images' && !this.resampled.has(name));
    const columns = new Map(together.map((each) => [each.name, numberColumns(each)]));
    const whole = new Map(together.map((each) => [each.name, this.rows(each)]));
    const numbers = ({ name }: Measure, rows: readonly object[]): number[][] => rows.map((row) => columns.get(name)!.map((column) => (row as Readonly<Record<string, number>>)[column]!));
    const intervals =
      overImages.length === 0
        ? []
        : bootstrap(this.images, (weights) => {
            const drawn = new Map<ProgramResults, Accuracies>();
            return overImages.map((each) => numbers(each, this.rowsOf(each, weights, drawn)));
          });
    for (const each of together) {
      const own = intervals[overImages.indexOf(each)];
      const rows = whole.get(each.name)!.map((row, i) => ({
        row,
        intervals: Object.fromEntries(columns.get(each.name)!.map((column, c) => [column, own?.[i]?.[c] ?? null])),
      }));
      if (!this.resampled.has(each.name)) this.resampled.set(each.name, rows);
    }
  }

  private rowsOf(measure: Measure, weights: Weights, drawn: Map<ProgramResults, Accuracies>): readonly object[] {
    const { from: origin } = measure;
    if (origin) {
      const of = this.rowsOf(origin.measure, weights, drawn);
      return told(measure, () => origin.rows(of));
    }
    const { reading, results } = this.finishedOf(measure);
    if (results && !drawn.has(results)) drawn.set(results, results.resampled(weights));
    return told(measure, () => reading.rows(weights, results ? drawn.get(results)! : NO_ACCURACIES));
  }

  private finishedOf({ name }: Measure): Finished {
    const found = this.finished.get(name);
    if (!found) throw new Error(`"${name}" was not measured; hand it to measureAll with the others.`);
    return found;
  }
}

const once = (images: number): Weights => new Uint32Array(images).fill(1);

/** For measures that ask for no program. */
const NO_ACCURACIES: Accuracies = {
  layout: [],
  get whole(): number {
    throw new Error('A measure that asks for no block programs has no accuracies.');
  },
  of() {
    throw new Error('A measure that asks for no block programs has no accuracies.');
  },
};
