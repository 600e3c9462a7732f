/**
 * Holm's procedure (1979): which of several hypotheses are rejected so that the probability of any false rejection is at most α.
 * The k-th smallest of m p-values is held to α / (m − k + 1), and none is rejected behind the first that is not.
 */
export function holm(pValues: readonly number[], alpha = 0.05): boolean[] {
  const rejected = pValues.map(() => false);
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  for (const [k, { p, i }] of order.entries()) {
    if (!(p <= alpha / (pValues.length - k))) break;
    rejected[i] = true;
  }
  return rejected;
}
