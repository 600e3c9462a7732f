import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { layoutOf, type Layout, type StageProgram } from './block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { runBlockPrograms, type Accuracies, type ProgramResults } from './program-results';
import type { ProgramOptions } from './run-programs';

/** A measurement by block programs: those that it needs, and what follows from their accuracies. */
export interface ProgramAnalysis<Outcome> {
  /** @throws Error when it does not apply to networks of this layout */
  programs(layout: Layout): readonly StageProgram[];
  outcome(accuracies: Accuracies): Outcome;
}

/** Analyses under names of one's own. */
export type ProgramAnalyses = Readonly<Record<string, ProgramAnalysis<unknown>>>;

/** The outcome of every analysis, under its name. */
export type Outcomes<Analyses> = { readonly [Name in keyof Analyses]: Analyses[Name] extends ProgramAnalysis<infer Outcome> ? Outcome : never };

/**
 * Several analyses in one run: they share what their programs begin with, and programs that they have in common.
 * @returns their outcomes, and what each program gets right, for intervals (see `bootstrap`)
 * @throws Error when an analysis does not apply to the network, before anything runs
 */
export async function measurePrograms<Analyses extends ProgramAnalyses>(
  engine: Engine,
  network: MeasurableNetwork,
  analyses: Analyses,
  set: ImageSet,
  normalization: Normalization,
  options?: ProgramOptions,
): Promise<{ readonly outcomes: Outcomes<Analyses>; readonly results: ProgramResults }> {
  const layout = layoutOf(network);
  const programs = Object.values(analyses).flatMap((analysis) => analysis.programs(layout));
  const results = await runBlockPrograms(engine, network, programs, set, normalization, options);
  return { outcomes: outcomesOf(analyses, results), results };
}

/** What follows from accuracies: those that were measured, or those of a resample of the images. */
export function outcomesOf<Analyses extends ProgramAnalyses>(analyses: Analyses, accuracies: Accuracies): Outcomes<Analyses> {
  return Object.fromEntries(Object.entries(analyses).map(([name, analysis]) => [name, analysis.outcome(accuracies)])) as Outcomes<Analyses>;
}
