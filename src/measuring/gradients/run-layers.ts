import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import type { Value } from '../../engine/values';
import type { Layer } from '../../networks/measurable-network';

/** What comes out of layers one after the other; the states between are released on the way. */
export function runLayers({ kernels }: Engine, layers: readonly Layer[], input: Value): Value {
  const ops = new Operations(kernels);
  return layers.reduce((h, layer) => {
    const next = ops.scope(() => layer(ops, h));
    if (h !== input && next !== h) kernels.release?.(h);
    return next;
  }, input);
}
