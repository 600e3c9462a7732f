import { MEASURING_BATCH } from '../data/batch';
import type { Engine } from '../engine/engine';
import type { Shape } from '../engine/values';
import type { MeasurableNetwork } from '../indices/measurable-network';
import { compileNetwork, type CompiledNetwork } from './compile-network';

/**
 * Images that every layer is evaluated on after which compiling is repaid (ours; measured: 5,000 for a CIFAR ResNet-20, 20,000
 * for networks so small that a whole run takes a few seconds).
 */
const REPAID_AFTER = 20 * MEASURING_BATCH;

/**
 * A network as a run over images should have it: compiled for the run's batches where these are enough to repay it.
 * @param batchShape [batch, height, width, channels] of the images
 * @param images that come in full batches
 * @param evaluations of layers, heads apart, that each of them takes
 */
export function compiledForRun(engine: Engine, network: MeasurableNetwork, batchShape: Shape, images: number, evaluations: number): CompiledNetwork {
  const layers = network.stages.reduce((sum, { blocks }) => sum + 1 + blocks.length, 0);
  if (images * evaluations >= REPAID_AFTER * layers) return compileNetwork(engine, network, batchShape);
  return { ...network, dispose: () => undefined };
}
