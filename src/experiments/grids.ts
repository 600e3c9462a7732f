import type { Task } from '../data/task';
import type { Preset } from './presets';
import { constrained, conventional, coupled, coupledBySum, normalized, ofFewerBlocks, type Setting } from './settings';

/** Networks that an experiment compares, and from which seeds each is trained. */
interface Grid {
  readonly settings: readonly Setting[];
  readonly seeds: readonly number[];
  /** these are trained before all others, of every task */
  readonly main?: boolean;
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

/** On one task the smallest size too has two seeds, and one experiment two tasks. */
const smoke = (task: Task): Grid[] => {
  if (task === 'digitclutter-4') return [];
  if (task === 'digitclutter-5') return [{ settings: coupled(0, 1), seeds: [1] }];
  return [{ settings: [...conventional('batch'), ...coupled(0, 1), ...constrained(0, 0.5), ...ofFewerBlocks(1)], seeds: task === 'mnist' ? [1, 2] : [1] }];
};

/** What every task of the study has; the others come behind. */
const MAIN: readonly Setting[] = [...conventional('batch'), ...coupled(0, 1), ...constrained(0, 1, 0.5), ...normalized('group', 0, 1)];
const OTHERS: readonly Setting[] = [...coupled(0.5, 0.9), ...constrained(1, 0.5), { normalization: 'group', lipschitz: 0.5 }, ...ofFewerBlocks(1, 2)];
/** Whose outcome the verdicts should not hang on. */
const BESIDES: readonly Setting[] = [...conventional('group'), ...normalized('none', 0, 1), ...coupledBySum(1)];

/** As study/README.md has it. */
const STUDY: Readonly<Record<Task, readonly Grid[]>> = {
  mnist: [{ settings: MAIN, seeds: upTo(5), main: true }, { settings: [...OTHERS, ...BESIDES], seeds: upTo(5) }],
  'cifar-10': [{ settings: MAIN, seeds: upTo(5), main: true }, { settings: OTHERS, seeds: upTo(3) }],
  'cifar-100': [{ settings: MAIN, seeds: upTo(5), main: true }, { settings: ofFewerBlocks(1, 2), seeds: upTo(3) }],
  'digitclutter-3': [{ settings: MAIN, seeds: upTo(5), main: true }, { settings: OTHERS, seeds: upTo(3) }],
  'digitclutter-4': [],
  'digitclutter-5': [{ settings: [...coupled(0, 1), ...constrained(0, 0.5)], seeds: upTo(3) }],
};

/** λ and c of the papers' size; both crossed at the ends of λ. */
const WHOLE: readonly Setting[] = [
  ...conventional('batch'),
  ...coupled(0, 0.25, 0.5, 0.75, 0.9, 1),
  ...constrained(0, 2, 1, 0.5),
  ...constrained(1, 2, 1, 0.5),
  ...normalized('group', 0, 1),
  ...ofFewerBlocks(1, 2),
];
const PAPER: readonly Grid[] = [
  { settings: WHOLE, seeds: upTo(5) },
  { settings: [...coupledBySum(0.5, 1), ...normalized('none', 0, 1)], seeds: upTo(3) },
];

const GRIDS: Readonly<Record<Preset, (task: Task) => readonly Grid[]>> = { smoke, study: (task) => STUDY[task], paper: () => PAPER };

/** The networks that LPK24's experiment on a task compares at a preset (values of λ and c are ours: the text of LPK24 that we have gives none). */
export function gridsOf(task: Task, preset: Preset): readonly Grid[] {
  return GRIDS[preset](task);
}
