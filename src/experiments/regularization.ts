import type { Task } from '../data/task';
import { experimentOf, type Experiment, type PlannedRun } from './experiment';
import { gridsOf } from './grids';
import { presetOf } from './presets';
import { planned } from './settings';
import { sizeOf } from './sizes';

/**
 * LPK24's experiment on a task, or on several of one kind: networks at several strengths of coupling and constraint, from several seeds.
 * @throws RangeError that lists the presets when it is unknown
 */
export function regularizationExperiment(name: string, title: string, preset: string, tasks: readonly Task[]): Experiment {
  const known = presetOf(preset, title);
  const grids = tasks.flatMap((task) => gridsOf(task, known).map(({ settings, seeds, main = false }) => ({ main, runs: planned(sizeOf(task, known), settings, seeds) })));
  const runsOf = (main: boolean): PlannedRun[] => grids.filter((grid) => grid.main === main).flatMap(({ runs }) => runs);
  return experimentOf(name, title, known, [...runsOf(true), ...runsOf(false)], runsOf(true).length);
}
