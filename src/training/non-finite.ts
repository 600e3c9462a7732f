import type { Batch } from '../data/batch';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numbersOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import { trainingPass } from '../networks/passes';
import type { ResidualNetwork } from '../networks/residual-network';
import { disposeState, type TrainingState } from './training-state';

/** Training met a number that is not finite. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
}

/** Whether all numbers of a value are finite. */
export function isFiniteValue(value: Value): boolean {
  return numbersOf(value).every(Number.isFinite);
}

/** Where, in words, the forward pass on a batch first meets a number that is not finite. @param state disposed here */
export function explainNonFinite(engine: Engine, network: ResidualNetwork, state: TrainingState, { images, shape }: Batch): string {
  const batch = engine.tf.tensor(images, [...shape]);
  try {
    return firstNonFinite(engine, network, state, batch);
  } finally {
    batch.dispose();
    disposeState(state);
  }
}

/** The first place, in the order of the forward pass, whose numbers are not all finite. */
export function firstNonFinite(engine: Engine, network: ResidualNetwork, state: Pick<TrainingState, 'parameters' | 'statistics'>, images: Value): string {
  const { tf, kernels } = engine;
  if (!isFiniteValue(images)) return 'the images';
  let found: string | undefined;
  tf.tidy(() => {
    const pass = trainingPass(new Operations(kernels), state.parameters, state.statistics, {});
    pass.observe = (layer, output) => {
      if (found === undefined && !isFiniteValue(output)) found = `layer ${layer}`;
    };
    network.forward(pass, images);
  });
  return found ?? 'the loss';
}
