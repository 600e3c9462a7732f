/**
 * Sizes at which every experiment can be run: `smoke` for tests, `study` for the networks whose results come with the repository
 * (study/README.md), `paper` for the papers' settings on GPUs and clusters.
 */
export const PRESETS = ['smoke', 'study', 'paper'] as const;
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
