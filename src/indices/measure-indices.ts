import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { accuracyOf, runBlockPrograms } from './block-programs';
import { convergenceIndex } from './convergence-index';
import { CURVE_NAMES, curvePrograms, normalizedAccuracy, type CurveName } from './curves';
import { divergenceIndex } from './divergence-index';
import type { MeasurableNetwork } from './measurable-network';
import { recurrenceIndex } from './recurrence-index';

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
 * Measures the Convergence, Recurrence and Divergence Index and their curves on a set of images.
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @param afterBatch called with the fraction done; throw to stop
 * @throws Error when no stage has two or more blocks
 */
export async function measureIndices(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  chance: number,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<NetworkIndices> {
  const lengths = network.stages.map(({ blocks }) => blocks.length);
  if (!lengths.some((blocks) => blocks >= 2)) throw new Error('No stage of the network has two or more blocks, so there is nothing to iterate.');
  const programs = lengths.map((blocks) => (blocks < 2 ? [] : CURVE_NAMES.flatMap((curve) => curvePrograms(curve, blocks))));
  const results = await runBlockPrograms(engine, network, programs, set, normalization, afterBatch);
  const whole = accuracyOf(results.whole);

  const stages = lengths.flatMap((blocks, s): StageIndices[] => {
    if (blocks < 2) return [];
    const accuracies = results.stages[s]!.map(accuracyOf);
    const curve = (name: CurveName): Curve => {
      const start = CURVE_NAMES.indexOf(name) * (blocks + 1);
      const accuracy = accuracies.slice(start, start + blocks + 1);
      return { accuracy, normalizedAccuracy: accuracy.map((a) => normalizedAccuracy(a, whole, chance)) };
    };
    const curves = { 'early readout': curve('early readout'), 'late start': curve('late start'), overrun: curve('overrun') };
    const early = curves['early readout'].normalizedAccuracy;
    return [
      {
        stage: s + 1,
        blocks,
        curves,
        convergenceIndex: convergenceIndex(early),
        recurrenceIndex: recurrenceIndex(early, curves['late start'].normalizedAccuracy),
        divergenceIndex: divergenceIndex(curves.overrun.normalizedAccuracy),
      },
    ];
  });
  const mean = (index: keyof Indices): number => stages.reduce((sum, stage) => sum + stage[index], 0) / stages.length;
  return {
    accuracy: whole,
    chance,
    stages,
    convergenceIndex: mean('convergenceIndex'),
    recurrenceIndex: mean('recurrenceIndex'),
    divergenceIndex: mean('divergenceIndex'),
  };
}
