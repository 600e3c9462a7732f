import type { Engine } from '../../engine/engine';
import type { Value } from '../../engine/values';
import type { Readout } from '../readout';

/** ∂L/∂logits of each sample's own loss, divided by its largest entry. */
export interface ScaledGradient {
  /** [batch, classes], each row's largest entry of size 1 (or all 0) */
  readonly gradient: Value;
  /** [batch]: what to multiply a sample's gradients with */
  readonly scale: Float64Array;
}

/**
 * Gradients are linear in ∂L/∂logits, so that each sample's may be scaled before it goes back and its directions stay: that of
 * a loss of 1e-30 would be lost in float32.
 */
export function scaledGradient({ tf }: Engine, { gradient, loss: { length: batch } }: Readout): ScaledGradient {
  const classes = gradient.length / batch;
  const scale = Float64Array.from({ length: batch }, (_, n) => gradient.subarray(n * classes, (n + 1) * classes).reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1);
  return { gradient: tf.tensor(Float32Array.from(gradient, (value, i) => value / scale[Math.floor(i / classes)]!), [batch, classes]), scale };
}
