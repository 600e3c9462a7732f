import { MEASURING_BATCH } from '../data/batch';
import type { ImageSet } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { MeasurableNetwork } from '../networks/measurable-network';
import { compileNetwork, type CompiledNetwork } from './compile-network';

/**
 * Images that every layer is evaluated on after which compiling is repaid (ours; measured: 4,000 for a CIFAR ResNet-20, 10,000
 * for the small networks of MNIST, of either 1,000 where a network of equal layers was compiled before).
 */
const REPAID_AFTER = 10 * MEASURING_BATCH;

/**
 * A network as a run over images should have it: compiled for the run's batches where these are enough to repay it.
 * @param evaluations of layers in a batch, heads apart; each layer once unless said
 */
export function compiledForRun(engine: Engine, network: MeasurableNetwork, set: ImageSet, batchSize: number, evaluations?: number): CompiledNetwork {
  const layers = network.stages.reduce((sum, { blocks }) => sum + 1 + blocks.length, 0);
  const inFullBatches = set.size - (set.size % batchSize);
  if (inFullBatches * (evaluations ?? layers) >= REPAID_AFTER * layers) return compileNetwork(engine, network, [batchSize, ...set.shape]);
  return { ...network, dispose: () => undefined };
}
