import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { programsOfStages } from '../../measuring/programs/block-programs';
import { convergenceIndex } from './convergence-index';
import { CURVE_NAMES, curvePrograms, normalizedAccuracy, type CurveName } from './curves';
import { divergenceIndex } from './divergence-index';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { measurePrograms, type ProgramAnalysis } from '../../measuring/programs/program-analysis';
import type { Accuracies } from '../../measuring/programs/program-results';
import { recurrenceIndex } from './recurrence-index';
import type { ProgramOptions } from '../../measuring/programs/run-programs';

export interface Indices {
  readonly convergenceIndex: number;
  readonly recurrenceIndex: number;
  readonly divergenceIndex: number;
}

/** One curve of a stage, for k = 0 … T. */
export interface Curve {
  readonly accuracy: readonly number[];
  readonly normalizedAccuracy: readonly number[];
}

export interface StageIndices extends Indices {
  /** from 1 */
  readonly stage: number;
  /** T */
  readonly blocks: number;
  readonly curves: Readonly<Record<CurveName, Curve>>;
}

/** The three indices of a network: means over its stages of two or more blocks, and each such stage's own. */
export interface NetworkIndices extends Indices {
  readonly accuracy: number;
  readonly chance: number;
  readonly stages: readonly StageIndices[];
}

/**
 * The three indices as an analysis, to be run with others by `measurePrograms`.
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @throws Error (its programs) when no stage has two or more blocks
 */
export function threeIndices(chance: number): ProgramAnalysis<NetworkIndices> {
  return {
    programs(layout) {
      if (!layout.some((blocks) => blocks >= 2)) throw new Error('No stage of the network has two or more blocks, so there is nothing to iterate.');
      return programsOfStages(layout, (blocks) => (blocks < 2 ? [] : CURVE_NAMES.flatMap((curve) => curvePrograms(curve, blocks))));
    },
    outcome(accuracies) {
      const stages = accuracies.layout.flatMap((blocks, s) => (blocks < 2 ? [] : [stageIndices(accuracies, s + 1, blocks, chance)]));
      const mean = (index: keyof Indices): number => stages.reduce((sum, stage) => sum + stage[index], 0) / stages.length;
      return {
        accuracy: accuracies.whole,
        chance,
        stages,
        convergenceIndex: mean('convergenceIndex'),
        recurrenceIndex: mean('recurrenceIndex'),
        divergenceIndex: mean('divergenceIndex'),
      };
    },
  };
}

function stageIndices(accuracies: Accuracies, stage: number, blocks: number, chance: number): StageIndices {
  const curve = (name: CurveName): Curve => {
    const accuracy = curvePrograms(name, blocks).map((program) => accuracies.of({ stage, blocks: program }));
    return { accuracy, normalizedAccuracy: accuracy.map((a) => normalizedAccuracy(a, accuracies.whole, chance)) };
  };
  const curves = { 'early readout': curve('early readout'), 'late start': curve('late start'), overrun: curve('overrun') };
  const early = curves['early readout'].normalizedAccuracy;
  return {
    stage,
    blocks,
    curves,
    convergenceIndex: convergenceIndex(early),
    recurrenceIndex: recurrenceIndex(early, curves['late start'].normalizedAccuracy),
    divergenceIndex: divergenceIndex(curves.overrun.normalizedAccuracy),
  };
}

/**
 * Measures the Convergence, Recurrence and Divergence Index and their curves on a set of images.
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @throws Error when no stage has two or more blocks
 */
export async function measureIndices(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  chance: number,
  options?: ProgramOptions,
): Promise<NetworkIndices> {
  const { outcomes } = await measurePrograms(engine, network, { indices: threeIndices(chance) }, set, normalization, options);
  return outcomes.indices;
}
