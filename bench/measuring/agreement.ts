/** Largest relative difference of losses that still counts as the same computation. */
export const TOLERANCE = 1e-4;

/** Times of contenders that compute different things are not comparable. */
export class DisagreementError extends Error {
  override readonly name = 'DisagreementError';
}

/**
 * Largest relative difference between the losses of a contender and of the reference.
 * @throws DisagreementError naming the first call whose losses differ by more than {@link TOLERANCE}
 */
export function agreement(name: string, losses: readonly number[], referenceName: string, reference: readonly number[]): number {
  const differences = reference.map((expected, call) => Math.abs(losses[call]! - expected) / Math.abs(expected));
  const call = differences.findIndex((difference) => !(difference <= TOLERANCE));
  if (call >= 0) {
    throw new DisagreementError(
      `The losses of ${name} and ${referenceName} disagree at call ${call + 1} (${losses[call]} and ${reference[call]}), ` +
        'so that their times are not comparable: one of the two computes something else.',
    );
  }
  return Math.max(...differences);
}
