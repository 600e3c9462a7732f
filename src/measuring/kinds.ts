import { z } from 'zod';
import { Operations } from '../engine/operations';
import type { Value } from '../engine/values';
import { anyNumber } from '../files/json-numbers';
import { weightedMean, type Weights } from '../statistics/bootstrap';
import type { BlockOnBatch } from './gradients/block-pass';
import { perSample } from './gradients/per-sample';
import type { Measure, Statistics } from './measure';
import { layoutOf, placesOfBlocks, programsOfStages, type BlockProgram, type Layout, type StageProgram } from './programs/block-programs';
import type { Accuracies } from './programs/program-results';

/** Name, row, keys and settings of a measure. */
export type About<Row extends object> = Pick<Measure<Row>, 'name' | 'row' | 'keys' | 'settings'>;

/** Keys of a block: stage and block from 1, and its place in the whole network. */
export const blockKeys = { stage: z.int().positive(), block: z.int().positive().describe('within the stage, from 1'), depth: z.int().positive().describe('through the whole network, from 1') };
export const BLOCK_KEYS = ['stage', 'block', 'depth'] as const;

/** A row of a measure of every block. */
export type BlockRow<Name extends string> = { readonly stage: number; readonly block: number; readonly depth: number; readonly images: number } & Readonly<Record<Name, number>>;

/**
 * A measure of every block from a number of every image: the mean over the images that have one (NaN: it has none).
 * @param name of the measure and of its column
 * @param words what the number is, its unit and its source
 * @param value [batch] of one block on one batch
 */
export function ofEveryBlock<const Name extends string>(name: Name, words: string, value: (on: BlockOnBatch) => ArrayLike<number>): Measure<BlockRow<Name>> {
  const row = z.strictObject({ ...blockKeys, images: z.int().nonnegative().describe('images that have a value'), [name]: anyNumber.describe(words) });
  return {
    name,
    row: row as unknown as Measure<BlockRow<Name>>['row'],
    keys: BLOCK_KEYS,
    over: 'images',
    start({ network, set }) {
      const places = placesOfBlocks(layoutOf(network));
      const values = new Map(places.map(({ stage, block }) => [`${stage}.${block}`, new Float32Array(set.size).fill(Number.NaN)]));
      return {
        onBlock(on, { stage, block, from }) {
          const found = value(on);
          if (found.length !== on.loss.length) throw new Error(`it gives ${found.length} numbers for a batch of ${on.loss.length} images`);
          values.get(`${stage}.${block}`)!.set(found, from);
        },
        rows: (weights) =>
          places.map(({ stage, block }, i) => {
            const own = values.get(`${stage}.${block}`)!;
            return { stage, block, depth: i + 1, images: imagesWithValue(own, weights), [name]: weightedMean(own, weights) } as BlockRow<Name>;
          }),
      };
    },
  };
}

/** The states h_0, h_1, … of a stage of T blocks under a program, on one batch. */
export interface StatesOnBatch {
  readonly states: readonly Value[];
  /** T */
  readonly blocks: number;
  /** [batch]: ‖a − b‖ over each sample's map */
  readonly distance: (a: Value, b: Value) => Float32Array;
}

/** A row of a measure of the steps of every stage. */
export type StepRow<Name extends string> = { readonly stage: number; readonly step: number; readonly images: number } & Readonly<Record<Name, number>>;

/**
 * A measure of the steps of every stage under a program of blocks, from a number of every image at every step: the means over the images
 * that have one (NaN: it has none).
 * @param name of the measure and of its column
 * @param words what the number is, its unit and its source
 * @param program what a stage of T blocks runs, all others running as they are
 * @param value [steps][batch] of one stage on one batch
 */
export function ofEveryStep<const Name extends string>(name: Name, words: string, program: (blocks: number) => BlockProgram, value: (on: StatesOnBatch) => readonly ArrayLike<number>[]): Measure<StepRow<Name>> {
  const row = z.strictObject({
    stage: blockKeys.stage,
    step: z.int().positive().describe('from 1'),
    images: z.int().nonnegative().describe('images that have a value'),
    [name]: anyNumber.describe(words),
  });
  return {
    name,
    row: row as unknown as Measure<StepRow<Name>>['row'],
    keys: ['stage', 'step'],
    over: 'images',
    start({ engine, network, set }) {
      const layout = layoutOf(network);
      const programs = programsOfStages(layout, (blocks) => (blocks === 0 ? [] : [program(blocks)]));
      const values = programs.map((): Float32Array[] => []);
      const { kernels } = engine;
      const distance = (a: Value, b: Value): Float32Array =>
        engine.tf.tidy(() => {
          const difference = new Operations(kernels).sub(a, b);
          return perSample(engine, difference, difference).map(Math.sqrt);
        });
      return {
        programs,
        onStates(place, states, from) {
          const { stage } = programs[place]!;
          const batch = states[0]!.shape[0]!;
          value({ states, blocks: layout[stage - 1]!, distance }).forEach((found, step) => {
            if (found.length !== batch) throw new Error(`it gives ${found.length} numbers for a batch of ${batch} images`);
            (values[place]![step] ??= new Float32Array(set.size).fill(Number.NaN)).set(found, from);
          });
        },
        rows: (weights) =>
          programs.flatMap(({ stage }, place) =>
            values[place]!.map((own, step) => ({ stage, step: step + 1, images: imagesWithValue(own, weights), [name]: weightedMean(own, weights) }) as StepRow<Name>),
          ),
      };
    },
  };
}

/** How many of the drawn images have a value. */
export function imagesWithValue(values: ArrayLike<number>, weights: Weights): number {
  let count = 0;
  for (let n = 0; n < values.length; n++) if (!Number.isNaN(values[n])) count += weights[n]!;
  return count;
}

/**
 * A measure that follows from accuracies under block programs.
 * @example Accuracy with the first two blocks of every stage swapped: how much hangs on their order?
 * ```ts
 * const swapped = (layout) => layout.flatMap((T, s) => (T < 2 ? [] : [{ stage: s + 1, blocks: [2, 1, ...Array.from({ length: T - 2 }, (_, t) => t + 3)] }]));
 * const swap = measuring.byPrograms(
 *   { name: 'swap', row: z.strictObject({ stage: z.int(), accuracy: z.number().describe('with its first two blocks swapped') }), keys: ['stage'] },
 *   swapped,
 *   (accuracies) => swapped(accuracies.layout).map((program) => ({ stage: program.stage, accuracy: accuracies.of(program) })),
 * );
 * ```
 * @param about its name, a zod schema of its rows whose columns describe themselves, and which of them are keys
 * @param programs for a network of T blocks a stage; throws where it is none for the measure
 * @param statistics of batch normalization under which they run
 */
export function byPrograms<Row extends object>(
  about: About<Row>,
  programs: (layout: Layout) => readonly StageProgram[],
  rows: (accuracies: Accuracies, chance: number) => readonly Row[],
  statistics: Statistics = 'estimated anew',
): Measure<Row> {
  return {
    ...about,
    over: 'images',
    start: ({ network, chance }) => ({ programs: programs(layoutOf(network)), statistics, rows: (_, accuracies) => rows(accuracies, chance) }),
  };
}

/** A measure that follows from another one's rows: for it nothing is run or stored. */
export function derived<Of extends object, Row extends object>(measure: Measure<Of>, about: Omit<About<Row>, 'settings'>, rows: (of: readonly Of[]) => readonly Row[]): Measure<Row> {
  return {
    ...about,
    over: measure.over,
    start(subject) {
      const origin = measure.start(subject);
      return { ...origin, rows: (weights, accuracies) => rows(origin.rows(weights, accuracies)) };
    },
    from: { measure: measure, rows: (of) => rows(of as readonly Of[]) },
  };
}
