import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import type { Value } from '../engine/values';
import type { MeasurableNetwork } from '../indices/measurable-network';

/**
 * Logits [batch, classes] when a network goes on from a state in the place of a block's output. The states between are
 * released on the way.
 * @param stage from 1
 * @param block from 1; 0: after the stage's transition
 */
export function logitsAfter({ kernels }: Engine, { stages, head }: MeasurableNetwork, stage: number, block: number, state: Value): Value {
  const ops = new Operations(kernels);
  const rest = [...stages[stage - 1]!.blocks.slice(block), ...stages.slice(stage).flatMap(({ transition, blocks }) => [transition, ...blocks]), head];
  return rest.reduce((h, layer) => {
    const next = ops.scope(() => layer(ops, h));
    if (h !== state && next !== h) kernels.release?.(h);
    return next;
  }, state);
}
