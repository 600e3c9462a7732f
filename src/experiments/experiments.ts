import type { Experiment } from './experiment';
import { regularizationExperiment } from './regularization';
import { sharingExperiment } from './sharing';

/** The experiments that train networks, by name. */
const EXPERIMENTS = {
  mnist: (preset: string) => regularizationExperiment('mnist', 'MNIST', preset, ['mnist']),
  'cifar-10': (preset: string) => regularizationExperiment('cifar-10', 'CIFAR-10', preset, ['cifar-10']),
  'cifar-100': (preset: string) => regularizationExperiment('cifar-100', 'CIFAR-100', preset, ['cifar-100']),
  digitclutter: (preset: string) => regularizationExperiment('digitclutter', 'Digitclutter', preset, ['digitclutter-3', 'digitclutter-4', 'digitclutter-5']),
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
