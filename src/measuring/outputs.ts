import { labelsPerImage } from '../data/dataset';
import { numbersOf } from '../engine/tensors';
import { sizeOf, type Shape, type Value } from '../engine/values';
import { highestClasses } from '../objectives/right';
import { check } from './check';
import type { Subject } from './measure';
import { layoutOf, wholeStage } from './programs/block-programs';
import { walkPrograms, type ProgramOptions } from './programs/run-programs';

/** An array in JavaScript's memory, row by row; the first axis is the images. */
export interface NumberArray {
  readonly shape: Shape;
  readonly numbers: Float32Array;
}

/** What a network makes of images, in the order of their set. */
export interface Outputs {
  /** [images, n] the classes of each image */
  readonly labels: Int32Array;
  /** [images, n] the classes of as many of the highest logits, the highest first; of equal ones the first */
  readonly predicted: Int32Array;
  /** [images, classes] */
  readonly logits: NumberArray;
  /** of every stage that was asked for, by its number from 1: h_0 behind its transition, then that behind every block, [images, …the state's shape] each */
  readonly states: ReadonlyMap<number, readonly NumberArray[]>;
}

/**
 * States, logits and predictions of a network as plain arrays, for work elsewhere. It runs on the statistics of batch normalization that it stores.
 * @param stages whose states are kept, from 1; none unless said: a state of a CIFAR ResNet's first stage takes 64 kB an image
 * @throws Error as {@link check} has it, RangeError for a stage that there is not; before any work
 */
export async function outputs(
  { engine, network, set, normalization }: Pick<Subject, 'engine' | 'network' | 'set' | 'normalization'>,
  { stages = [], ...options }: Pick<ProgramOptions, 'memoryBudget' | 'onFraction'> & { readonly stages?: readonly number[] } = {},
): Promise<Outputs> {
  const layout = layoutOf(network);
  for (const stage of stages) {
    if (layout[stage - 1] === undefined) throw new RangeError(`There is no stage ${stage}: the network has the stages 1 to ${layout.length}.`);
  }
  check({ engine, network, set, normalization });
  const arrays = new Map<string, NumberArray>();
  /** Puts a batch's rows where they belong in the array of all images. */
  const put = (name: string, value: Value, from: number): void => {
    const shape = value.shape.slice(1);
    let array = arrays.get(name);
    if (!array) arrays.set(name, (array = { shape: [set.size, ...shape], numbers: new Float32Array(set.size * sizeOf(shape)) }));
    array.numbers.set(numbersOf(value), from * sizeOf(shape));
  };
  const name = (stage: number, t: number): string => `stage ${stage}, state ${t}`;
  const whole = layout.map((blocks, i) => ({ stage: i + 1, blocks: wholeStage(blocks) }));
  const watched = stages.map((stage) => ({
    program: stage - 1,
    stage,
    read: (states: readonly Value[], { indices }: { readonly indices: Int32Array }) => states.forEach((state, t) => put(name(stage, t), state, indices[0]!)),
  }));
  await walkPrograms(engine, network, whole, set, normalization, (program, logits, { indices }) => {
    if (program === 0) put('logits', logits, indices[0]!);
  }, { ...options, watched });
  const logits = arrays.get('logits')!;
  return {
    labels: Int32Array.from(set.labels),
    predicted: highestClasses(logits.numbers, set.size, labelsPerImage(set)),
    logits,
    states: new Map(stages.map((stage) => [stage, Array.from({ length: layout[stage - 1]! + 1 }, (_, t) => arrays.get(name(stage, t))!)])),
  };
}
