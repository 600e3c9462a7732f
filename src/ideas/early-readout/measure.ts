import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { layoutOf, wholeStage, type StageProgram } from '../../measuring/programs/block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { readPrograms, type ProgramOptions, type ReadLogits } from '../../measuring/programs/run-programs';
import { readout } from '../../measuring/readout';

/** What a classifier says of every image: 1 where it is right; cross-entropy and entropy in nats. */
export interface ImageReadouts {
  readonly right: Uint8Array;
  readonly loss: Float32Array;
  readonly entropy: Float32Array;
}

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
  /** [T + 1] of every image, [images] each, for intervals */
  readonly images: readonly ImageReadouts[];
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

  const images = programs.map(
    (): ImageReadouts => ({ right: new Uint8Array(set.size), loss: new Float32Array(set.size), entropy: new Float32Array(set.size) }),
  );
  const read: ReadLogits = (t, logits, { labels, indices }) => {
    const said = readout(logits, labels);
    images[t]!.right.set(said.right, indices[0]);
    images[t]!.loss.set(said.loss, indices[0]);
    images[t]!.entropy.set(said.entropy, indices[0]);
  };
  await readPrograms(engine, network, programs, set, normalization, read, options);
  const means = (measure: keyof ImageReadouts): number[] => images.map((each) => mean(each[measure]));
  return { stage, accuracy: means('right'), loss: means('loss'), entropy: means('entropy'), images };
}

function mean(values: Float32Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}
