import type { z } from 'zod';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { Value } from '../engine/values';
import type { MeasurableNetwork, NetworkValues } from '../networks/measurable-network';
import type { Weights } from '../statistics/bootstrap';
import type { StoredTensor } from '../weights/tensor-file';
import type { VisitBlock } from './gradients/block-pass';
import type { StageProgram } from './programs/block-programs';
import type { Accuracies } from './programs/program-results';
import type { Readout } from './readout';

/** Called with the fraction done; awaited; throw to stop. */
export type OnFraction = (fraction: number) => Promise<void> | void;

/** One network and the images it is measured on. What the optional parts give, not every network has: a measure that needs one says so. */
export interface Subject {
  readonly engine: Engine;
  readonly network: MeasurableNetwork;
  readonly set: ImageSet;
  readonly normalization: Normalization;
  /** accuracy A_0 of a chance predictor: 1/K for K classes */
  readonly chance: number;
  /** whether its numbers may leave float32's range, as those of networks that share their blocks do (J8): NaN is then measured as it is, and not refused */
  readonly mayOverflow?: boolean;
  /** of random draws */
  readonly seed: number;
  /** images on which statistics of batch normalization are estimated anew; without them programs run on stored ones */
  readonly training?: ImageSet;
  /** of a network made here: its weights, and how it runs in a training step */
  readonly values?: NetworkValues;
  /** of an imported file, by name */
  readonly tensors?: ReadonlyMap<string, StoredTensor>;
}

/** Statistics of batch normalization: as training stored them, or estimated anew under every program. */
export const STATISTICS = ['stored', 'estimated anew'] as const;
export type Statistics = (typeof STATISTICS)[number];

/** A measure at work on one subject. It says what it wants to see; what several want is run once. */
export interface Reading<Row> {
  /** block programs; the accuracies under them come to `rows` */
  readonly programs?: readonly StageProgram[];
  /** under which its programs run; `estimated anew` unless said, which are the stored ones where there is nothing to estimate, or no image to do it on */
  readonly statistics?: Statistics;
  /** what the head says under its programs, by their place in `programs`, batch by batch; `from` is the first image's place in the set */
  onReadout?(program: number, said: Readout, from: number): void;
  /**
   * the states of a program's stage, by its place in `programs`, batch by batch: h_0 behind the transition, then that behind every block
   * that the program runs; let go of after the call
   */
  onStates?(program: number, states: readonly Value[], from: number): void;
  /** every block on every batch, with the gradient of each image's own loss; on stored statistics */
  onBlock?(...on: Parameters<VisitBlock>): void;
  /** work that no pass over the images shares */
  alone?(onFraction: OnFraction): Promise<void> | void;
  /** what follows, each image drawn so often: called for every resample of a bootstrap, so that what does not depend on it is prepared before */
  rows(weights: Weights, accuracies: Accuracies): readonly Row[];
}

/**
 * Something that is measured of a network, as rows of numbers: a function of how often each image was drawn. That a measure of rows is one of
 * more general rows (`out`) is said here because the compiler would else find it out, through all of zod's types, in every cell that names one.
 */
export interface Measure<out Row extends object = object> {
  /** in tables, files and lists; measures are known by it */
  readonly name: string;
  /**
   * One row. Its keys tell rows of one network apart; the other columns are numbers, described in words with unit and source. A column
   * `images` says how many images a row rests on, where that is not all of them.
   */
  readonly row: z.ZodType<Row> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  /** names of key columns; none: one row a network */
  readonly keys: readonly string[];
  /** `network`: its numbers have no interval over images */
  readonly over: 'images' | 'network';
  /** what it was made with, stored beside its rows */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** @throws Error before any work, where the subject is none for it */
  start(subject: Subject): Reading<Row>;
  /** the measure whose rows are enough, and what follows from them: then nothing is run or stored for this one */
  readonly from?: { readonly measure: Measure; rows(of: readonly object[]): readonly Row[] };
}

/** The measures of a list, in its order. @throws Error naming two that are called the same */
export function distinctMeasures(measures: readonly Measure[]): readonly Measure[] {
  measures.forEach(({ name }, i) => {
    if (measures.findIndex((other) => other.name === name) < i) throw new Error(`Two measures are called "${name}": give one of them another name.`);
  });
  return measures;
}

/** The measure whose rows are enough. */
export function originOf(measure: Measure): Measure {
  return measure.from ? originOf(measure.from.measure) : measure;
}

/** The columns of a measure's rows that are numbers with an interval each. */
export function numberColumns({ row, keys }: Measure): string[] {
  return Object.keys(row.shape).filter((column) => !keys.includes(column) && column !== 'images');
}

/**
 * Rows as their measure says that they are.
 * @param remedy what to do where they are not
 * @throws Error naming measure, row (from 1) and column
 */
export function checkedRows<Row extends object>({ name, row: schema }: Measure<Row>, rows: readonly object[], remedy?: string): readonly Row[] {
  return rows.map((row, i) => {
    const { success, error, data } = schema.safeParse(row);
    if (success) return data;
    const [issue] = error.issues;
    const column = issue?.path.join('.');
    const value = column ? (row as Readonly<Record<string, unknown>>)[column] : undefined;
    const gives = column ? `${column} = ${String(value)}` : 'an unknown column';
    throw new Error(`The measure "${name}" gives ${gives} in row ${i + 1}, which is not what its row says (${issue?.message ?? 'unknown'})${remedy ? `: ${remedy}` : ''}.`);
  });
}
