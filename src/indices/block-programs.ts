import { batchesInOrder, MEASURING_BATCH } from '../data/batch';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import type { MeasurableNetwork } from './measurable-network';

/** A sequence of block numbers (from 1) that a stage runs instead of 1 … T. Empty: its transition only. */
export type BlockProgram = readonly number[];

/** Which images a network gets right, one byte each (1: right), in the order of the set. */
export type Correctness = Uint8Array;

/** Correctness under every program of every stage, while all other stages stay whole. */
export interface ProgramResults {
  /** of the whole network */
  readonly whole: Correctness;
  /** [stage][program] in the order in which they were asked for */
  readonly stages: readonly (readonly Correctness[])[];
}

/** Programs of a stage as a tree, so that what they begin with is computed once. */
interface ProgramTree {
  /** programs that end here */
  readonly ends: number[];
  readonly next: Map<number, ProgramTree>;
}

function programTree(programs: readonly BlockProgram[]): ProgramTree {
  const root: ProgramTree = { ends: [], next: new Map() };
  programs.forEach((program, index) => {
    let node = root;
    for (const block of program) {
      let child = node.next.get(block);
      if (!child) node.next.set(block, (child = { ends: [], next: new Map() }));
      node = child;
    }
    node.ends.push(index);
  });
  return root;
}

/**
 * Runs a network with one stage at a time changed to each of the given programs.
 * @param programs [stage][program]
 * @param afterBatch called with the fraction done, after every batch of images; throw to stop
 */
export async function runBlockPrograms(
  engine: Engine,
  network: MeasurableNetwork,
  programs: readonly (readonly BlockProgram[])[],
  set: ImageSet,
  normalization: Normalization,
  afterBatch: (fraction: number) => Promise<void> | void = () => undefined,
): Promise<ProgramResults> {
  const { tf } = engine;
  const ops = new Operations(engine.kernels);
  const trees = programs.map(programTree);
  const whole = new Uint8Array(set.size);
  const stages = programs.map((ofStage) => ofStage.map(() => new Uint8Array(set.size)));

  let done = 0;
  for (const batch of batchesInOrder(set, normalization, MEASURING_BATCH)) {
    tf.tidy(() => {
      const record = (results: Correctness, state: Value): void => results.set(correctness(engine, network.head(ops, state), batch.labels), done);
      const runFrom = (state: Value, stage: number): Value =>
        network.stages.slice(stage).reduce((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), state);

      let state: Value = tf.tensor(batch.images, [...batch.shape]);
      network.stages.forEach((stage, s) => {
        state = stage.transition(ops, state);
        const visit = (node: ProgramTree, reached: Value): void => {
          if (node.ends.length > 0) {
            tf.tidy(() => {
              const last = runFrom(reached, s + 1);
              for (const program of node.ends) record(stages[s]![program]!, last);
            });
          }
          for (const [block, child] of node.next) tf.tidy(() => visit(child, stage.blocks[block - 1]!(ops, reached)));
        };
        visit(trees[s]!, state);
        state = stage.blocks.reduce((h, block) => block(ops, h), state);
      });
      record(whole, state);
    });
    done += batch.labels.length;
    await afterBatch(done / set.size);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { whole, stages };
}

function correctness({ tf }: Engine, logits: Value, labels: Int32Array): Uint8Array {
  const right = tf.equal(tf.argMax(tensorOf(logits), 1), tf.tensor1d(labels, 'int32')).dataSync();
  return Uint8Array.from(right);
}

/** Fraction of images that are right. */
export function accuracyOf(correct: Correctness): number {
  return correct.reduce((sum, right) => sum + right, 0) / correct.length;
}
