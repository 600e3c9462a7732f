import { cosineLoss } from '../ideas/cosine-loss/measure';
import { blockDrop } from '../ideas/block-drop/measure';
import { l2Ratio } from '../ideas/l2-ratio/measure';
import { measureBlocks, type BlockMeasurement } from './gradients/block-pass';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { CurveName } from '../ideas/indices/curves';
import { layoutOf } from './programs/block-programs';
import type { MeasurableNetwork } from '../networks/measurable-network';
import { threeIndices, type Indices } from '../ideas/indices/measure';
import { programCost } from './programs/program-cost';
import { measurePrograms } from './programs/program-analysis';
import type { Accuracies } from './programs/program-results';
import type { ProgramOptions } from './programs/run-programs';
import { bootstrap, weightedMean, type Intervals, type Weights } from '../statistics/bootstrap';

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

/** The three indices (means over stages of two or more blocks), their curves, and what JAB18 measures of every block. */
export interface Measurement extends Indices {
  readonly accuracy: number;
  /** stages that have iterated blocks */
  readonly stages: readonly MeasuredStage[];
}

type PerImage = BlockMeasurement<'cosineLoss' | 'l2Ratio'>;

/** A measurement, and what lies behind it. */
export interface MeasuredNetwork {
  readonly measurement: Measurement;
  /** the same, with a 95 % bootstrap interval over the images in the place of every number */
  readonly intervals: Intervals<Measurement>;
  /** cosine loss and ℓ2 ratio of every block, image by image */
  readonly perImage: readonly PerImage[];
}

const BLOCK_ANALYSES = { cosineLoss, l2Ratio };

/** About what a block costs when gradients of its state are taken, in evaluations of it; for the progress only. */
const GRADIENT_COST = 4;

/**
 * Measures a network on a set of images: the three indices with their curves, single-block drop (J4), cosine loss (J2) and
 * ℓ2 ratio (J3).
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @throws Error before any work when nothing in the network iterates, or network and images do not fit
 */
export async function measureNetwork(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  chance: number,
  { onFraction = () => undefined, ...options }: ProgramOptions = {},
): Promise<MeasuredNetwork> {
  const indices = threeIndices(chance);
  const layout = layoutOf(network);
  const { shared } = programCost(layout, [...indices.programs(layout), ...blockDrop.programs(layout)], layout.map(() => 1));
  const gradients = GRADIENT_COST * layout.reduce((sum, blocks) => sum + blocks + 1, 0);
  const share = gradients / (gradients + shared);

  // Gradients first, since they refuse a network that does not fit.
  const perImage = await measureBlocks(engine, network, set, normalization, BLOCK_ANALYSES, { onFraction: (done) => onFraction(share * done) });
  const { results } = await measurePrograms(engine, network, { indices, blockDrop }, set, normalization, {
    ...options,
    onFraction: (done) => onFraction(share + (1 - share) * done),
  });
  const ofDraw = (weights: Weights): Measurement => assemble(results.resampled(weights), perImage, weights, chance);
  return { measurement: ofDraw(new Uint32Array(set.size).fill(1)), intervals: bootstrap(set.size, ofDraw), perImage };
}

/** What the images say when each is drawn so often. */
function assemble(accuracies: Accuracies, perImage: readonly PerImage[], weights: Weights, chance: number): Measurement {
  const { stages: ofIndices, accuracy, convergenceIndex, recurrenceIndex, divergenceIndex } = threeIndices(chance).outcome(accuracies);
  const stages = blockDrop.outcome(accuracies).stages.map((dropped): MeasuredStage => {
    const own = ofIndices.find(({ stage }) => stage === dropped.stage);
    const curve = (name: CurveName): readonly number[] => own?.curves[name].normalizedAccuracy ?? [];
    return {
      stage: dropped.stage,
      convergenceIndex: own?.convergenceIndex ?? Number.NaN,
      recurrenceIndex: own?.recurrenceIndex ?? Number.NaN,
      divergenceIndex: own?.divergenceIndex ?? Number.NaN,
      earlyReadout: curve('early readout'),
      lateStart: curve('late start'),
      overrun: curve('overrun'),
      blockDrop: dropped.accuracy,
      blocks: perImage
        .filter(({ stage }) => stage === dropped.stage)
        .map((block) => ({
          block: block.block,
          cosineLoss: weightedMean(block.cosineLoss, weights),
          l2Ratio: weightedMean(block.l2Ratio, weights),
        })),
    };
  });
  return { accuracy, convergenceIndex, recurrenceIndex, divergenceIndex, stages };
}
