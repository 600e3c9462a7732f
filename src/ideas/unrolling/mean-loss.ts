import type { Weights } from '../../statistics/bootstrap';

/** Mean over all images; NaN, not the mean of the others, where the loss of one has left float32's range. */
export function meanLoss(losses: Float32Array, weights: Weights): number {
  const total = losses.reduce((sum, loss, n) => sum + loss * weights[n]!, 0);
  return Number.isFinite(total) ? total / weights.reduce((sum, weight) => sum + weight, 0) : Number.NaN;
}
