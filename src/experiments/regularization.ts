import type { Task } from '../data/task';
import { experimentOf, type Experiment, type PlannedRun } from './experiment';
import { presetOf, type Preset } from './presets';
import { constrained, coupled, coupledBySum, normalized, ofFewerBlocks, planned, type Setting, type Size, type TaskSize } from './settings';

/** The networks that a task's experiment compares at a preset, and from which seeds each is trained. */
interface Grid {
  readonly settings: readonly Setting[];
  readonly seeds: readonly number[];
}

/** λ and c of the large presets (ours: the text of LPK24 that we have gives none); both crossed at the ends of λ. */
const WHOLE: readonly Setting[] = [
  ...coupled(0, 0.25, 0.5, 0.75, 0.9, 1),
  ...constrained(0, 2, 1, 0.5),
  ...constrained(1, 2, 1, 0.5),
  ...normalized('group', 0, 1),
  ...ofFewerBlocks(1, 2),
];

/** Whose outcome the verdicts should not hang on (ours). */
const SENSITIVITY: readonly Setting[] = [...coupledBySum(0.5, 1), ...normalized('none', 0, 1)];

const LARGE: readonly Grid[] = [
  { settings: WHOLE, seeds: [1, 2, 3, 4, 5] },
  { settings: SENSITIVITY, seeds: [1, 2, 3] },
];

/** For a task that only repeats another, with more digits. */
export const REPEATED: readonly Grid[] = [{ settings: [...coupled(0, 1), ...constrained(0, 1), ...ofFewerBlocks(1)], seeds: [1, 2, 3] }];

export const GRIDS: Readonly<Record<Preset, readonly Grid[]>> = {
  smoke: [{ settings: [...coupled(0, 1), ...constrained(0, 0.5), ...ofFewerBlocks(1)], seeds: [1] }],
  quick: [{ settings: [...coupled(0, 0.5, 1), ...constrained(0, 0.5), ...ofFewerBlocks(1)], seeds: [1, 2] }],
  laptop: LARGE,
  paper: LARGE,
};

/** On one task the small presets too have several seeds, and at `quick` most of what a verdict should not hang on. */
const MNIST: Pick<typeof GRIDS, 'smoke' | 'quick'> = {
  smoke: [{ settings: [...coupled(0, 1), ...constrained(0, 0.5), ...ofFewerBlocks(1)], seeds: [1, 2] }],
  quick: [{ settings: [...coupled(0, 0.5, 1), ...constrained(0, 0.5), ...normalized('group', 0, 1), ...coupledBySum(1), ...ofFewerBlocks(1)], seeds: [1, 2] }],
};

/**
 * LPK24's experiment on one task: networks at several strengths of coupling and constraint, from several seeds.
 * @throws RangeError that lists the presets when it is unknown
 */
export function regularizationExperiment(name: Task, title: string, preset: string, sizes: Readonly<Record<Preset, Size>>): Experiment {
  const known = presetOf(preset, title);
  return experimentOf(name, title, known, runsOf({ task: name, ...sizes[known] }, (name === 'mnist' ? { ...GRIDS, ...MNIST } : GRIDS)[known]));
}

/** Every network of these grids. */
export function runsOf(size: TaskSize, grids: readonly Grid[]): PlannedRun[] {
  return grids.flatMap(({ settings, seeds }) => planned(size, settings, seeds));
}
