import type { Engine } from '../engine/engine';
import { foldBatchNorms } from './fold-batch-norm';
import { fuseBatchNorms } from './fuse-batch-norms';
import { fuseConvolutions } from './fuse-convolutions';
import type { TracedLayer } from './traced-layer';

/** A layer that does the same in fewer passes over its maps: batch normalization is folded into convolutions, and what follows a convolution is done by it. */
export function optimizedLayer({ report: { device, oneDNN } }: Engine, layer: TracedLayer): TracedLayer {
  const folded = foldBatchNorms(layer);
  return device === 'CPU' && oneDNN ? fuseBatchNorms(fuseConvolutions(folded)) : folded;
}
