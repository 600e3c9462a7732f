import type { Batch } from '../data/batch';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import type { Value } from '../engine/values';
import type { Layer, MeasurableNetwork } from '../indices/measurable-network';

/** The last blocks of a network's last stage. */
export interface LastBlocks {
  /** from 1 */
  readonly stage: number;
  /** in order; block from 1 */
  readonly layers: readonly { readonly block: number; readonly layer: Layer }[];
  /** what enters the first of them, on a batch of images; the states before are released on the way */
  readonly stateBefore: (batch: Batch) => Value;
}

/** @throws Error when the last stage has no blocks */
export function lastBlocks({ tf, kernels }: Engine, { stages }: MeasurableNetwork, count: number): LastBlocks {
  const stage = stages.length;
  const blocks = (stages[stage - 1]?.blocks ?? []).map((layer, t) => ({ block: t + 1, layer }));
  if (blocks.length === 0) throw new Error('The last stage of the network has no blocks, so there is none to read out or unroll.');
  const layers = blocks.slice(-count);
  const before = stages.flatMap(({ transition, blocks: all }, s) => [transition, ...(s === stage - 1 ? all.slice(0, all.length - layers.length) : all)]);
  const ops = new Operations(kernels);
  const stateBefore = ({ images, shape }: Batch): Value =>
    before.reduce<Value>((h, layer) => {
      const next = ops.scope(() => layer(ops, h));
      if (next !== h) kernels.release?.(h);
      return next;
    }, tf.tensor(images, [...shape]));
  return { stage, layers, stateBefore };
}
