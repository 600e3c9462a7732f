import { table, type ColumnTable } from 'arquero';
import { storedBlockDrops } from '../ideas/block-drop/measure';
import { cosineLossOfBlocks } from '../ideas/cosine-loss/measure';
import type { CurveName } from '../ideas/indices/curves';
import { storedCurves, storedIndices, storedIndicesOfStages, type Indices } from '../ideas/indices/measure';
import { l2RatioOfBlocks } from '../ideas/l2-ratio/measure';
import type { Measure } from '../measuring/measure';
import type { Measured } from '../measuring/measured';
import type { OnImages } from '../measuring/on-images';

/** One iterated block: means over the images, each with its own loss; NaN where no image has a value. */
export interface MeasuredBlock {
  /** from 1 */
  readonly block: number;
  /** J2 */
  readonly cosineLoss: number;
  /** J3 */
  readonly l2Ratio: number;
}

/** One stage of T iterated blocks. Indices and curves need two blocks or more: NaN and empty where there is one. */
export interface MeasuredStage extends Indices {
  /** from 1 */
  readonly stage: number;
  /** [T + 1] normalised accuracy with the last k = 0 … T blocks dropped */
  readonly earlyReadout: readonly number[];
  /** [T + 1] normalised accuracy with the first k = 0 … T blocks dropped */
  readonly lateStart: readonly number[];
  /** [T + 1] normalised accuracy with the last block run j = 0 … T more times */
  readonly overrun: readonly number[];
  /** [T] accuracy with block 1 … T dropped (J4) */
  readonly blockDrop: readonly number[];
  readonly blocks: readonly MeasuredBlock[];
}

/** The three indices (means over stages of two or more blocks), their curves, and what JAB18 measures of every block, on stored statistics. */
export interface StoredMeasurement extends Indices {
  readonly accuracy: number;
  /** stages that have iterated blocks */
  readonly stages: readonly MeasuredStage[];
}

/** The names that the command's file has always had, and that other programs read, of what was measured by `STORED_MEASUREMENT`. */
export function storedMeasurement(measured: Measured): StoredMeasurement {
  const [curves, indices, drops] = [measured.rows(storedCurves), measured.rows(storedIndicesOfStages), measured.rows(storedBlockDrops)];
  const [cosines, ratios] = [measured.rows(cosineLossOfBlocks), measured.rows(l2RatioOfBlocks)];
  const stages = [...new Set(drops.map(({ stage }) => stage))].map((stage): MeasuredStage => {
    const own = <Row extends { readonly stage: number }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.stage === stage);
    const curve = (name: CurveName): number[] => own(curves).filter((row) => row.curve === name).map((row) => row.normalizedAccuracy);
    const [{ convergenceIndex, recurrenceIndex, divergenceIndex } = UNDEFINED] = own(indices);
    const ofRatio = own(ratios);
    return {
      stage,
      convergenceIndex,
      recurrenceIndex,
      divergenceIndex,
      earlyReadout: curve('early readout'),
      lateStart: curve('late start'),
      overrun: curve('overrun'),
      blockDrop: own(drops).map(({ accuracy }) => accuracy),
      blocks: own(cosines).map(({ block, cosineLoss }, t) => ({ block, cosineLoss, l2Ratio: ofRatio[t]!.l2Ratio })),
    };
  });
  return { accuracy: curves.find(({ k }) => k === 0)!.accuracy, ...measured.rows(storedIndices)[0]!, stages };
}

const UNDEFINED: Indices = { convergenceIndex: Number.NaN, recurrenceIndex: Number.NaN, divergenceIndex: Number.NaN };

/** A number in the file, with the bounds of its 95 % bootstrap interval over the images; null: it has none, or is undefined. */
interface WrittenNumber {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What one measure said: its rows, with a {@link WrittenNumber} in every column that is no key. */
export interface WrittenMeasure {
  readonly images: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Measures by their names, as the file has them. */
export function writtenMeasures(measured: Measured, measures: readonly Measure[]): Readonly<Record<string, WrittenMeasure>> {
  return Object.fromEntries(
    measures.map((measure) => {
      const rows = measured.intervals(measure).map(({ row, intervals }) => ({ ...row, ...Object.fromEntries(Object.entries(intervals).map(([column, interval]) => {
        const number: WrittenNumber = { estimate: (row as Readonly<Record<string, number>>)[column]!, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
        return [column, number];
      })) }));
      return [measure.name, { images: measured.images, settings: measured.settings(measure), rows }];
    }),
  );
}

/**
 * The same as one table, for data frames: a row for each number, with the measure that it is of, the keys of all measures as columns that are
 * empty where a measure has no such key, and the bounds of its interval.
 */
export function measuredNumbers(measured: Measured, measures: readonly Measure[], of: OnImages): ColumnTable {
  const rows = measures.flatMap((measure) => (measured.table(measure, of).objects() as Record<string, unknown>[]).map(({ measure: number, ...row }) => ({ ...row, measure: measure.name, number })));
  const keys = [...new Set(measures.flatMap((measure) => measure.keys))];
  const columns = [...Object.keys(of), 'measure', ...keys, 'number', 'n', 'over', 'estimate', 'lower', 'upper'];
  return table(Object.fromEntries(columns.map((column) => [column, rows.map((row) => (row as Record<string, unknown>)[column] ?? null)])), columns);
}
