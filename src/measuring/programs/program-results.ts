import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { numbersOf } from '../../engine/tensors';
import { whichAreRight } from '../../objectives/right';
import { layoutOf, networkProgram, wholeNetwork, type Layout, type StageProgram } from './block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { readPrograms, type ProgramOptions, type ReadLogits } from './run-programs';

/** Which images a network gets right, one byte each (1: right), in the order of the set. */
export type Correctness = Uint8Array;

/** Accuracies of a network under programs: over all images of a set, or over a resample of them. */
export interface Accuracies {
  readonly layout: Layout;
  /** of the whole network */
  readonly whole: number;
  /** @throws Error when the program was not run */
  of(program: StageProgram): number;
}

/** What distinct programs, the whole network among them, get right on one set of images. */
export class ProgramResults implements Accuracies {
  private readonly places: ReadonlyMap<string, number>;
  private readonly accuracies: readonly number[];
  private minorities: readonly Minority[] | undefined;

  /** @param correct of every distinct program */
  constructor(
    readonly layout: Layout,
    programs: readonly StageProgram[],
    readonly correct: readonly Correctness[],
  ) {
    this.places = new Map(programs.map((program, place) => [programKey(layout, program), place]));
    this.accuracies = correct.map(accuracyOf);
  }

  /** images */
  get size(): number {
    return this.correct[0]!.length;
  }

  get whole(): number {
    return this.of(wholeNetwork(this.layout));
  }

  of(program: StageProgram): number {
    return this.accuracies[this.placeOf(program)]!;
  }

  /** Image by image. @throws Error when the program was not run */
  correctness(program: StageProgram): Correctness {
    return this.correct[this.placeOf(program)]!;
  }

  /**
   * Accuracies over a resample of the images, for bootstrap intervals.
   * @param weights [images] how often each image was drawn
   */
  resampled(weights: Uint32Array): Accuracies {
    this.minorities ??= this.correct.map(minorityOf);
    const drawn = weights.reduce((sum, weight) => sum + weight, 0);
    const accuracies = this.minorities.map((minority) => weightedAccuracy(minority, weights, drawn));
    const of = (program: StageProgram): number => accuracies[this.placeOf(program)]!;
    return { layout: this.layout, whole: of(wholeNetwork(this.layout)), of };
  }

  private placeOf(program: StageProgram): number {
    const place = this.places.get(programKey(this.layout, program));
    if (place === undefined) throw new Error(`The program ${program.blocks.join() || 'of no block'} of stage ${program.stage} was not run.`);
    return place;
  }
}

/**
 * Runs a network under programs, each one once, and the whole network.
 * @throws RangeError when a program does not fit the network or the memory budget is too small, before anything runs
 */
export async function runBlockPrograms(
  engine: Engine,
  network: MeasurableNetwork,
  programs: readonly StageProgram[],
  set: ImageSet,
  normalization: Normalization,
  options?: ProgramOptions,
): Promise<ProgramResults> {
  const layout = layoutOf(network);
  const distinct = distinctPrograms(layout, programs);
  return new ProgramResults(layout, distinct, await readCorrectness(engine, network, distinct, set, normalization, options));
}

/** Correctness under every program, in their order. */
export async function readCorrectness(
  engine: Engine,
  network: MeasurableNetwork,
  programs: readonly StageProgram[],
  set: ImageSet,
  normalization: Normalization,
  options?: ProgramOptions,
): Promise<Correctness[]> {
  const correct = programs.map(() => new Uint8Array(set.size));
  const read: ReadLogits = (program, logits, { labels, indices }) => {
    correct[program]!.set(whichAreRight(numbersOf(logits), labels, indices.length), indices[0]);
  };
  await readPrograms(engine, network, programs, set, normalization, read, options);
  return correct;
}

/** The whole network and the programs, without those that make it run the same blocks as an earlier one. */
export function distinctPrograms(layout: Layout, programs: readonly StageProgram[]): StageProgram[] {
  return [...new Map([wholeNetwork(layout), ...programs].map((program) => [programKey(layout, program), program])).values()];
}

/** Fraction of images that are right. */
export function accuracyOf(correct: Correctness): number {
  return correct.reduce((sum, right) => sum + right, 0) / correct.length;
}

/** The images that are right, or those that are wrong, whichever are fewer: summing over them is several times faster. */
interface Minority {
  readonly images: Uint32Array;
  readonly right: boolean;
}

function minorityOf(correct: Correctness): Minority {
  const right = accuracyOf(correct) < 0.5;
  const images = Array.from(correct.keys()).filter((image) => correct[image] === Number(right));
  return { images: Uint32Array.from(images), right };
}

function weightedAccuracy({ images, right }: Minority, weights: Uint32Array, drawn: number): number {
  let sum = 0;
  for (const image of images) sum += weights[image]!;
  return (right ? sum : drawn - sum) / drawn;
}

/** Equal for programs that make the network run the same blocks. */
export function programKey(layout: Layout, program: StageProgram): string {
  return networkProgram(layout, program).map((blocks) => blocks.join()).join('/');
}
