import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { layoutOf, wholeStage, type StageProgram } from '../indices/block-programs';
import type { MeasurableNetwork } from '../indices/measurable-network';
import { readPrograms, type ProgramOptions, type ReadLogits } from '../indices/run-programs';
import { readout } from './readout';

/** What the final classifier says after t = 0 … T blocks of the last stage: means over images. */
export interface EarlyReadout {
  /** the last one, from 1 */
  readonly stage: number;
  /** [T + 1] fraction of images that are right */
  readonly accuracy: readonly number[];
  /** [T + 1] cross-entropy in nats */
  readonly loss: readonly number[];
  /** [T + 1] entropy of the predicted probabilities in nats */
  readonly entropy: readonly number[];
  /** [T + 1][images] which images are right, for intervals */
  readonly correct: readonly Uint8Array[];
}

/**
 * Early readout (JAB18, J5, **stated**): the final classifier after every block of the last stage. JAB18 finds that accuracy
 * rises gradually with depth.
 * @throws Error when the last stage has no block
 */
export async function earlyReadout(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  options?: ProgramOptions,
): Promise<EarlyReadout> {
  const layout = layoutOf(network);
  const stage = layout.length;
  const blocks = layout[stage - 1] ?? 0;
  if (blocks === 0) throw new Error('The last stage of the network has no block, so there is nothing to read out early.');
  const programs = [0, ...wholeStage(blocks)].map((t): StageProgram => ({ stage, blocks: wholeStage(t) }));

  const loss = programs.map(() => 0);
  const entropy = programs.map(() => 0);
  const correct = programs.map(() => new Uint8Array(set.size));
  const read: ReadLogits = (t, logits, { labels, indices }) => {
    const said = readout(logits, labels);
    loss[t]! += sum(said.loss);
    entropy[t]! += sum(said.entropy);
    correct[t]!.set(said.right, indices[0]);
  };
  await readPrograms(engine, network, programs, set, normalization, read, options);
  const mean = (total: number): number => total / set.size;
  return { stage, accuracy: correct.map((right) => mean(sum(right))), loss: loss.map(mean), entropy: entropy.map(mean), correct };
}

function sum(values: Float64Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
