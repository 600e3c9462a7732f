import { z } from 'zod';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { anyNumber } from '../../files/json-numbers';
import { checkChance } from '../../measuring/check';
import { byPrograms, derived } from '../../measuring/kinds';
import type { Measure, Statistics } from '../../measuring/measure';
import { iteratingStages } from '../../measuring/programs/block-programs';
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
      return iteratingStages(layout).flatMap(({ stage, blocks }) => CURVE_NAMES.flatMap((curve) => curvePrograms(curve, blocks).map((program) => ({ stage, blocks: program }))));
    },
    outcome(accuracies) {
      const stages = accuracies.layout.flatMap((blocks, s) => (blocks < 2 ? [] : [stageIndices(accuracies, s + 1, blocks, chance)]));
      return { accuracy: accuracies.whole, chance, stages, ...meanIndices(stages) };
    },
  };
}

function stageIndices(accuracies: Accuracies, stage: number, blocks: number, chance: number): StageIndices {
  const curve = (name: CurveName): Curve => {
    const accuracy = curvePrograms(name, blocks).map((program) => accuracies.of({ stage, blocks: program }));
    return { accuracy, normalizedAccuracy: accuracy.map((a) => normalizedAccuracy(a, accuracies.whole, chance)) };
  };
  const curves = { 'early readout': curve('early readout'), 'late start': curve('late start'), overrun: curve('overrun') };
  return { stage, blocks, curves, ...indicesOf((name) => curves[name].normalizedAccuracy) };
}

/** @param curve normalized accuracies for k = 0 … T */
function indicesOf(curve: (name: CurveName) => readonly number[]): Indices {
  const early = curve('early readout');
  return {
    convergenceIndex: convergenceIndex(early),
    recurrenceIndex: recurrenceIndex(early, curve('late start')),
    divergenceIndex: divergenceIndex(curve('overrun')),
  };
}

/** Of a network: the means over its stages. */
export function meanIndices(stages: readonly Indices[]): Indices {
  const mean = (index: keyof Indices): number => stages.reduce((sum, stage) => sum + stage[index], 0) / stages.length;
  return { convergenceIndex: mean('convergenceIndex'), recurrenceIndex: mean('recurrenceIndex'), divergenceIndex: mean('divergenceIndex') };
}

/**
 * Measures the Convergence, Recurrence and Divergence Index and their curves on a set of images.
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @throws Error when no stage has two or more blocks, or as `check` has it
 */
export async function measureIndices(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  chance: number,
  options?: ProgramOptions,
): Promise<NetworkIndices> {
  checkChance(chance);
  const { outcomes } = await measurePrograms(engine, network, { indices: threeIndices(chance) }, set, normalization, options);
  return outcomes.indices;
}

const stageKey = z.int().positive();
const curveRow = z.strictObject({
  stage: stageKey,
  curve: z.enum(CURVE_NAMES),
  k: z.int().nonnegative().describe('blocks dropped, or run again'),
  accuracy: z.number().min(0).max(1).describe('accuracy'),
  normalizedAccuracy: anyNumber.describe('(A − A_0) / (A of the whole network − A_0) (ours)'),
});
export type CurveRow = z.output<typeof curveRow>;

/** Row of the three indices. */
export const indexRow = z.strictObject({
  convergenceIndex: anyNumber.describe('Convergence Index (ours after LPK24)'),
  recurrenceIndex: anyNumber.describe('Recurrence Index (ours after LPK24)'),
  divergenceIndex: anyNumber.describe('Divergence Index (ours after LPK24)'),
});
const stageIndexRow = z.strictObject({ stage: stageKey, ...indexRow.shape });
export type StageIndexRow = z.output<typeof stageIndexRow>;

/** The curves of every stage of two or more blocks, and what follows from them, under one kind of statistics. */
interface CurveMeasures {
  readonly curves: Measure<CurveRow>;
  readonly indicesOfStages: Measure<StageIndexRow>;
  readonly indices: Measure<Indices>;
}

function curveMeasures(statistics: Statistics): CurveMeasures {
  const called = (name: string): string => (statistics === 'stored' ? `${name} under stored statistics` : name);
  const curves = byPrograms<CurveRow>(
    { name: called('curves'), row: curveRow, keys: ['stage', 'curve', 'k'] },
    (layout) => threeIndices(0).programs(layout),
    (accuracies, chance) => curveRows(threeIndices(chance).outcome(accuracies)),
    statistics,
  );
  const indicesOfStages = derived(curves, { name: called('indices of stages'), row: stageIndexRow, keys: ['stage'] }, (rows) =>
    curvesOfStages(rows).map(({ stage, curve }) => ({ stage, ...indicesOf(curve) })),
  );
  return { curves, indicesOfStages, indices: derived(indicesOfStages, { name: called('indices'), row: indexRow, keys: [] }, (rows) => [meanIndices(rows)]) };
}

/** The curves of the three indices, of every stage of two or more blocks; the indices of these stages; and of the network. */
export const { curves, indicesOfStages, indices } = curveMeasures('estimated anew');
/** The same, under the statistics of batch normalization that training stored. */
export const { curves: storedCurves, indicesOfStages: storedIndicesOfStages, indices: storedIndices } = curveMeasures('stored');

function curveRows({ stages }: NetworkIndices): CurveRow[] {
  return stages.flatMap(({ stage, curves: of }) =>
    CURVE_NAMES.flatMap((curve) => of[curve].accuracy.map((accuracy, k) => ({ stage, curve, k, accuracy, normalizedAccuracy: of[curve].normalizedAccuracy[k]! }))),
  );
}

/** The rows of every stage, as normalized accuracies for k = 0 … T. */
export function curvesOfStages(rows: readonly CurveRow[]): { readonly stage: number; readonly curve: (name: CurveName) => readonly number[] }[] {
  return [...new Set(rows.map(({ stage }) => stage))].map((stage) => ({
    stage,
    curve: (name) => rows.filter((row) => row.stage === stage && row.curve === name).map((row) => row.normalizedAccuracy),
  }));
}
