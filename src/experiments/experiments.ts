import { cifar100Experiment, cifar10Experiment } from './cifar';
import { digitclutterExperiment } from './digitclutter';
import type { Experiment } from './experiment';
import { mnistExperiment } from './mnist';
import { sharingExperiment } from './sharing';

/** The experiments that train networks, by name. */
const EXPERIMENTS = {
  mnist: mnistExperiment,
  'cifar-10': cifar10Experiment,
  'cifar-100': cifar100Experiment,
  digitclutter: digitclutterExperiment,
  sharing: sharingExperiment,
} as const;

export type ExperimentName = keyof typeof EXPERIMENTS;
export const EXPERIMENT_NAMES = Object.keys(EXPERIMENTS) as ExperimentName[];

/**
 * An experiment at a preset's size.
 * @throws RangeError that lists the experiments, or the presets, when one is unknown
 */
export function experiment(name: string, preset: string): Experiment {
  const make = (EXPERIMENTS as Record<string, ((preset: string) => Experiment) | undefined>)[name];
  if (!make) throw new RangeError(`There is no experiment "${name}"; choose one of ${EXPERIMENT_NAMES.join(', ')}.`);
  return make(preset);
}

/** All experiments at a preset, or one of them. */
export function experimentsOf(preset: string, name?: string): Experiment[] {
  return (name === undefined ? EXPERIMENT_NAMES : [name]).map((each) => experiment(each, preset));
}
