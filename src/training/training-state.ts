import type * as tfc from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { Values } from '../engine/values';
import { initialTensors } from '../networks/initial-values';
import type { ResidualNetwork } from '../networks/residual-network';
import { constrainKernels, initialSpectralVector, isConstrained } from './lipschitz-constraint';
import type { TrainingSettings } from './settings';

/** Everything that a training step changes. */
export interface TrainingState {
  readonly parameters: Values;
  readonly velocities: Values;
  /** running means and variances of batch normalization */
  readonly statistics: Values;
  /** of the constrained kernels, by the kernel's name: where their power iterations stand */
  readonly spectralVectors: Values;
}

/** Enough for power iterations that kept up with the weights from step to step to settle. */
const SETTLING_ITERATIONS = 100;

/** Parameters as the seed has them, velocities 0, constrained kernels already within the constraint. */
export function initialState(engine: Engine, network: ResidualNetwork, settings: TrainingSettings): TrainingState {
  const { tf } = engine;
  const { seed, blockStart, lipschitz } = settings;
  const parameters = initialTensors(tf, network.parameters, seed, blockStart);
  const velocities = Object.fromEntries(network.parameters.map(({ name, shape }) => [name, tf.keep(tf.zeros([...shape]))]));
  const statistics = initialTensors(tf, network.statistics, seed, blockStart);
  const spectralVectors = Object.fromEntries(
    network.parameters.filter((spec) => lipschitz !== null && isConstrained(spec)).map((spec) => {
      const { shape, values } = initialSpectralVector(network, spec, seed);
      return [spec.name, tf.keep(tf.tensor(values, [...shape]))];
    }),
  );
  return settleConstraint(engine, network, { parameters, velocities, statistics, spectralVectors }, settings);
}

/** Iterates the spectral norms to the end, so that every constrained kernel has norm c or less and not only nearly so. */
export function settleConstraint(engine: Engine, network: ResidualNetwork, state: TrainingState, { lipschitz }: TrainingSettings): TrainingState {
  if (lipschitz === null) return state;
  return replaceState(engine.tf, state, () => ({
    state: { ...state, ...constrainKernels(new Operations(engine.kernels), network, state.parameters, state.spectralVectors, lipschitz, SETTLING_ITERATIONS) },
  })).state;
}

/** Runs `next`, disposes everything that it made besides the new state, and what of the old state it replaced. */
export function replaceState<R extends { readonly state: TrainingState }>(tf: typeof tfc, old: TrainingState, next: () => R): R {
  const result = tf.tidy(() => next() as unknown as tfc.TensorContainer) as unknown as R;
  const kept = new Set(tensorsOf(result.state));
  for (const tensor of kept) tf.keep(tensor);
  for (const tensor of tensorsOf(old)) if (!kept.has(tensor)) tensor.dispose();
  return result;
}

/** The same values in tensors of their own; no number is copied. */
export function keepState({ parameters, statistics }: TrainingState): Pick<TrainingState, 'parameters' | 'statistics'> {
  const keep = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensorOf(value).clone()]));
  return { parameters: keep(parameters), statistics: keep(statistics) };
}

function tensorsOf(state: Partial<TrainingState>): tfc.Tensor[] {
  return Object.values(state).flatMap((values: Values) => Object.values(values).map(tensorOf));
}

export function disposeState(state: Partial<TrainingState>): void {
  for (const tensor of tensorsOf(state)) tensor.dispose();
}
