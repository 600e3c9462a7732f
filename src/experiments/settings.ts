import type { Normalization } from '../networks/definition';
import { CONVENTIONAL_VARIANT, STANDARD_VARIANT } from '../tables/condition';
import type { PlannedRun } from './experiment';
import type { TaskSize } from './sizes';

/** What sets a kind of network of LPK24's experiments apart from an ordinary one. */
export interface Setting {
  /** batch, unless given */
  readonly normalization?: Normalization;
  /** of a conventional network: its blocks start apart, and at full scale */
  readonly start?: 'apart';
  /** λ */
  readonly coupling?: number;
  /** instead of the mean */
  readonly couplingBy?: 'sum';
  /** c */
  readonly lipschitz?: number;
  /** of a stage, where they are fewer than the others have */
  readonly blocks?: number;
}

/** Networks as they are usually trained (L1). */
export const conventional = (...normalizations: readonly Normalization[]): Setting[] => normalizations.map((normalization) => ({ normalization, start: 'apart' }));

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

function plannedRun({ network, training, trainingOf = {}, measurements, ofStandard = [], ofOrdinary = [], ...size }: TaskSize, setting: Setting, seed: number): PlannedRun {
  const { normalization = 'batch', start, coupling = 0, couplingBy = 'mean', lipschitz = null, blocks } = setting;
  const isStandard = blocks === undefined && couplingBy === 'mean';
  const more = isStandard ? [...ofStandard, ...(coupling === 0 && lipschitz === null ? ofOrdinary : [])] : [];
  return {
    ...size,
    variant: variantOf(setting),
    network: {
      ...network,
      normalization,
      ...(start && { initialResidualScale: 1 }),
      stages: network.stages.map((stage) => ({ ...stage, blocks: blocks ?? stage.blocks })),
    },
    training: { ...training, ...trainingOf[normalization], seed, coupling, couplingBy, lipschitz, ...(start && { blockStart: 'independent' as const }) },
    // Where no stage has two blocks, nothing iterates.
    measurements: [...measurements, ...more].filter((each) => blocks !== 1 || each !== 'indices'),
  };
}

function variantOf({ start, blocks, couplingBy }: Setting): string {
  if (couplingBy === 'sum') return 'coupling by sum';
  if (start) return CONVENTIONAL_VARIANT;
  return blocks === undefined ? STANDARD_VARIANT : blocksVariant(blocks);
}

/** Networks of so many blocks a stage, where others have more. */
export const blocksVariant = (blocks: number): string => `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
