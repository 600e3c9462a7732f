/** A network that decides nothing has less of the way from chance to all right behind it (ours). */
export const COMPETENCE = 0.3;

/**
 * Is a network good enough to say anything? (A − A₀) / (1 − A₀) ≥ 0.3 for its accuracy A and that of a chance predictor A₀ (ours): one
 * that always says the same has indices as if it were iterative.
 */
export function competent(accuracy: number, chance: number): boolean {
  return (accuracy - chance) / (1 - chance) >= COMPETENCE;
}
