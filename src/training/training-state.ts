import type * as tfc from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { Value, Values } from '../engine/values';
import { convolutionNorm } from '../networks/convolution-norm';
import { initialTensors } from '../networks/initial-values';
import type { ParameterSpec } from '../networks/pass';
import type { Network } from '../networks/network';
import { constrainKernel, constrainKernels, initialSpectralVector, isConstrained, mapOf, spectralVectorShape } from './lipschitz-constraint';
import type { PackedState, StateShapes } from './packed-state';
import type { Shapes } from './packing';
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

/** The parts of a state, in a fixed order. */
export const STATE_PARTS = ['parameters', 'velocities', 'statistics', 'spectralVectors'] as const satisfies readonly (keyof TrainingState)[];

/** Enough to know the first spectral norms to a percent or so; one power iteration a step goes on from there. */
const FIRST_ITERATIONS = 50;

/** Parameters as the seed has them, velocities 0, constrained kernels already within the constraint (nearly: see {@link settleConstraint}). */
export function initialState(engine: Engine, network: Network, settings: TrainingSettings): TrainingState {
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
  const state = { parameters, velocities, statistics, spectralVectors };
  if (lipschitz === null) return state;
  const ops = new Operations(engine.kernels);
  return stepState(tf, state, () => ({
    state: { ...state, ...constrainKernels(ops, network, parameters, spectralVectors, lipschitz, FIRST_ITERATIONS) },
  })).state;
}

/** What every state of a training consists of, in the order of {@link initialState}. */
export function stateShapes(network: Network, { lipschitz }: Pick<TrainingSettings, 'lipschitz'>): StateShapes {
  const shapes = (specs: readonly ParameterSpec[]): Shapes => Object.fromEntries(specs.map(({ name, shape }) => [name, shape]));
  const constrained = lipschitz === null ? [] : network.parameters.filter(isConstrained);
  return {
    parameters: shapes(network.parameters),
    velocities: shapes(network.parameters),
    statistics: shapes(network.statistics),
    spectralVectors: Object.fromEntries(constrained.map((spec) => [spec.name, spectralVectorShape(network, spec)])),
  };
}

/**
 * Brings every constrained kernel within the constraint by its spectral norm itself, which a power iteration per step
 * only approaches from below. Equal kernels stay equal.
 */
export function settleConstraint(engine: Engine, network: Network, state: TrainingState, { lipschitz }: TrainingSettings): TrainingState {
  if (lipschitz === null) return state;
  const ops = new Operations(engine.kernels);
  return stepState(engine.tf, state, () => {
    const parameters = { ...state.parameters };
    for (const spec of network.parameters.filter(isConstrained)) {
      const kernel = parameters[spec.name]!;
      parameters[spec.name] = constrainKernel(ops, kernel, engine.tf.scalar(convolutionNorm(engine, kernel, ...mapOf(network, spec))), lipschitz);
    }
    return { state: { ...state, parameters } };
  }).state;
}

/** Runs `next`, disposes everything that it made besides the new state, and what of the old state it replaced. */
export function stepState<R extends { readonly state: AnyState }>(tf: typeof tfc, old: AnyState, next: () => R): R {
  const result = keepState(tf, next);
  const kept = new Set(tensorsOf(result.state));
  for (const tensor of tensorsOf(old)) if (!kept.has(tensor)) tensor.dispose();
  return result;
}

/** Runs `make` and disposes everything that it made besides the state. */
export function keepState<R extends { readonly state: AnyState }>(tf: typeof tfc, make: () => R): R {
  const result = tf.tidy(() => make() as unknown as tfc.TensorContainer) as unknown as R;
  for (const tensor of tensorsOf(result.state)) tf.keep(tensor);
  return result;
}

type AnyState = Partial<TrainingState> | PackedState;

export function disposeState(state: AnyState): void {
  for (const tensor of tensorsOf(state)) tensor.dispose();
}

function tensorsOf(state: AnyState): tfc.Tensor[] {
  const parts = Object.values(state as Readonly<Record<string, Value | Values>>);
  return parts.flatMap((part) => (isValue(part) ? [part] : Object.values(part))).map(tensorOf);
}

function isValue(part: Value | Values): part is Value {
  return Array.isArray(part.shape);
}
