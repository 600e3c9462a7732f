import { definedNetwork } from '../networks/defined-network';
import { parseRun, runHash, type Run, type RunInput } from '../runs/run';
import type { Preset } from './presets';
import { runName } from './run-name';

/** In the place of a preset: networks of one's own choice. */
export const SWEEP = 'sweep';

/** An experiment as plain data: the networks that it trains and measures, in the order in which they are best trained. */
export interface Experiment {
  readonly name: string;
  /** for a heading */
  readonly title: string;
  readonly preset: Preset | typeof SWEEP;
  readonly runs: readonly Run[];
}

/** A run before defaults are filled in and its experiment is known. */
export type PlannedRun = Omit<RunInput, 'format' | 'experiment' | 'preset'>;

/**
 * An experiment of these runs, every one of them checked.
 * @throws RangeError that names the wrong fields of a run, or two runs that are the same
 */
export function experimentOf(name: string, title: string, preset: Experiment['preset'], planned: readonly PlannedRun[]): Experiment {
  const runs = planned.map((run) => parseRun({ format: 1, experiment: name, preset, ...run }));
  for (const definition of distinct(runs.map(({ network }) => network))) definedNetwork(definition);
  const hashes = runs.map(runHash);
  const twice = hashes.findIndex((hash, i) => hashes.indexOf(hash) !== i);
  if (twice >= 0) throw new RangeError(`The ${title} experiment asks for run ${hashes[twice]} twice (${runName(runs[twice]!)}); leave one out.`);
  return { name, title, preset, runs };
}

/** The runs of experiments in an order in which at any time about the same part of each of them is done. */
export function inTurn(experiments: readonly Experiment[]): Run[] {
  const placed = experiments.flatMap(({ runs }) => runs.map((run, i) => ({ run, at: i / runs.length })));
  return placed.sort((a, b) => a.at - b.at).map(({ run }) => run);
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
