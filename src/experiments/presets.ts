/**
 * Sizes at which every experiment can be run: `smoke` for tests, `quick` for a figure in minutes, `laptop` for full data and
 * small networks within a night, `paper` for the papers' settings on GPUs and clusters.
 */
export const PRESETS = ['smoke', 'quick', 'laptop', 'paper'] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * @param experiment names the experiment in the error, e.g. "MNIST"
 * @throws RangeError that lists the presets when it is unknown
 */
export function presetOf(preset: string, experiment: string): Preset {
  const known = PRESETS.find((name) => name === preset);
  if (known === undefined) throw new RangeError(`There is no preset "${preset}" of the ${experiment} experiment; choose one of ${PRESETS.join(', ')}.`);
  return known;
}
