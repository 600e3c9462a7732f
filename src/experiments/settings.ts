import type { NetworkInput, Normalization } from '../networks/definition';
import { STANDARD_VARIANT } from '../tables/condition';
import type { Task } from '../data/task';
import type { RunInput } from '../runs/run';
import type { TrainingInput } from '../training/settings';
import type { PlannedRun } from './experiment';

/** What sets a kind of network of LPK24's experiments apart from an ordinary one. */
export interface Setting {
  /** batch, unless given */
  readonly normalization?: Normalization;
  /** λ */
  readonly coupling?: number;
  /** instead of the mean */
  readonly couplingBy?: 'sum';
  /** c */
  readonly lipschitz?: number;
  /** of a stage, where they are fewer than the others have */
  readonly blocks?: number;
}

/** How large an experiment on a task is: what all its networks have in common. */
export interface Size {
  /** images from the front of the sets */
  readonly trainImages: number;
  readonly testImages: number;
  readonly network: NetworkInput;
  readonly training: Omit<TrainingInput, 'seed'>;
  readonly recordsPerEpoch: number;
  /** of every network */
  readonly measurements: Measurements;
  /** besides, of those that L1 to L3 compare: all that differ in normalization, λ and c only */
  readonly ofStandard?: Measurements;
  /** besides, of ordinary networks */
  readonly ofOrdinary?: Measurements;
}

/** A task at one size. */
export interface TaskSize extends Size {
  readonly task: Task;
}

type Measurements = RunInput['measurements'];

/** Ordinary and coupled networks. */
export const coupled = (...couplings: readonly number[]): Setting[] => couplings.map((coupling) => ({ coupling }));

/** Networks under the Lipschitz constraint, at a λ. */
export const constrained = (coupling: number, ...constants: readonly number[]): Setting[] => constants.map((lipschitz) => ({ coupling, lipschitz }));

/** Networks of another normalization, at several λ. */
export const normalized = (normalization: Normalization, ...couplings: readonly number[]): Setting[] =>
  couplings.map((coupling) => ({ normalization, coupling }));

/** Ordinary networks of fewer blocks, to be compared with regularized ones of as many effective parameters (L4). */
export const ofFewerBlocks = (...counts: readonly number[]): Setting[] => counts.map((blocks) => ({ blocks }));

/** Networks that are coupled by the sum of gradients: how much hangs on the mean? */
export const coupledBySum = (...couplings: readonly number[]): Setting[] => couplings.map((coupling) => ({ coupling, couplingBy: 'sum' }));

/** Every setting from every seed; all settings of a seed before the next seed, so that a part of the runs is an experiment too. */
export function planned(size: TaskSize, settings: readonly Setting[], seeds: readonly number[]): PlannedRun[] {
  return seeds.flatMap((seed) => settings.map((setting) => plannedRun(size, setting, seed)));
}

function plannedRun({ network, training, measurements, ofStandard = [], ofOrdinary = [], ...size }: TaskSize, setting: Setting, seed: number): PlannedRun {
  const { normalization = 'batch', coupling = 0, couplingBy = 'mean', lipschitz = null, blocks } = setting;
  const isStandard = variantOf(setting) === STANDARD_VARIANT;
  const more = isStandard ? [...ofStandard, ...(coupling === 0 && lipschitz === null ? ofOrdinary : [])] : [];
  return {
    ...size,
    variant: variantOf(setting),
    network: { ...network, normalization, stages: network.stages.map((stage) => ({ ...stage, blocks: blocks ?? stage.blocks })) },
    training: { ...training, seed, coupling, couplingBy, lipschitz },
    // Where no stage has two blocks, nothing iterates.
    measurements: [...measurements, ...more].filter((each) => blocks !== 1 || each !== 'indices'),
  };
}

function variantOf({ blocks, couplingBy }: Setting): string {
  if (couplingBy === 'sum') return 'coupling by sum';
  return blocks === undefined ? STANDARD_VARIANT : blocksVariant(blocks);
}

/** Networks of so many blocks a stage, where others have more. */
export const blocksVariant = (blocks: number): string => `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
