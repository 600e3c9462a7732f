/** Sizes at which every experiment can be run: `smoke` for tests, `quick` for a figure in minutes. */
export const PRESETS = ['smoke', 'quick'] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * The settings of a preset.
 * @param experiment names the experiment in the error, e.g. "MNIST"
 * @throws Error that lists the presets when it is unknown
 */
export function ofPreset<S>(settings: Readonly<Record<Preset, S>>, preset: string, experiment: string): S {
  if ((PRESETS as readonly string[]).includes(preset)) return settings[preset as Preset];
  throw new Error(`There is no preset "${preset}" of the ${experiment} experiment; choose one of ${PRESETS.join(', ')}.`);
}
