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
  /** how many of them, the first ones, are of the settings that every task has; none where nothing is said */
  readonly main: number;
}

/** A run before defaults are filled in and its experiment is known. */
export type PlannedRun = Omit<RunInput, 'format' | 'experiment' | 'preset'>;

/**
 * An experiment of these runs, every one of them checked.
 * @throws RangeError that names the wrong fields of a run, or two runs that are the same
 */
export function experimentOf(name: string, title: string, preset: Experiment['preset'], planned: readonly PlannedRun[], main = 0): Experiment {
  const runs = planned.map((run) => parseRun({ format: 1, experiment: name, preset, ...run }));
  for (const definition of distinct(runs.map(({ network }) => network))) definedNetwork(definition);
  const hashes = runs.map(runHash);
  const twice = hashes.findIndex((hash, i) => hashes.indexOf(hash) !== i);
  if (twice >= 0) throw new RangeError(`The ${title} experiment asks for run ${hashes[twice]} twice (${runName(runs[twice]!)}); leave one out.`);
  return { name, title, preset, runs, main };
}

/**
 * The runs of experiments in an order in which at any time they are balanced: those of the main settings first, one of each experiment in
 * turn, then the others, of each experiment about the same part.
 */
export function inTurn(experiments: readonly Experiment[]): Run[] {
  const sorted = (placed: readonly { readonly run: Run; readonly at: number }[]): Run[] => [...placed].sort((a, b) => a.at - b.at).map(({ run }) => run);
  const first = experiments.flatMap(({ runs, main }) => runs.slice(0, main).map((run, at) => ({ run, at })));
  const others = experiments.flatMap(({ runs, main }) => runs.slice(main).map((run, i) => ({ run, at: i / (runs.length - main) })));
  return [...sorted(first), ...sorted(others)];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
