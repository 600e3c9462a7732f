import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { sizeOf, type Value, type Values } from '../engine/values';
import { pack, unpack, type Shapes } from './packing';
import { keepState, STATE_PARTS, stepState, type TrainingState } from './training-state';

/** A state as steps move it: each part a vector, see {@link pack}. A part without values (no batch norm, no constraint) is left out. */
export type PackedState = Readonly<Record<'parameters' | 'velocities', Value> & Partial<Record<'statistics' | 'spectralVectors', Value>>>;

/** What the parts of a state consist of. */
export type StateShapes = Readonly<Record<keyof TrainingState, Shapes>>;

export function packState(ops: Operations, state: TrainingState, shapes: StateShapes): PackedState {
  return packParts(ops, state, shapes) as PackedState;
}

/** Those parts of a state that are given. */
export function packParts(ops: Operations, state: Partial<TrainingState>, shapes: StateShapes): Partial<PackedState> {
  const parts = Object.entries(state) as [keyof TrainingState, Values][];
  return Object.fromEntries(parts.filter(([, values]) => Object.keys(values).length > 0).map(([part, values]) => [part, pack(ops, values, shapes[part])]));
}

export function unpackState(ops: Operations, state: PackedState, shapes: StateShapes): TrainingState {
  const part = (name: keyof TrainingState): Values => {
    const vector = state[name];
    return vector ? unpack(ops, vector, shapes[name]) : {};
  };
  return { parameters: part('parameters'), velocities: part('velocities'), statistics: part('statistics'), spectralVectors: part('spectralVectors') };
}

/** The parts that have values, and the lengths of their vectors, in a fixed order. */
export function packedSizes(shapes: StateShapes): { readonly part: keyof PackedState; readonly size: number }[] {
  const sizes = STATE_PARTS.map((part) => ({ part, size: Object.values(shapes[part]).reduce((sum, shape) => sum + sizeOf(shape), 0) }));
  return sizes.filter(({ size }) => size > 0);
}

/** A state's tensors as vectors. @param state disposed here */
export function packedTensors({ tf, kernels }: Engine, state: TrainingState, shapes: StateShapes): PackedState {
  return stepState(tf, state, () => ({ state: packState(new Operations(kernels), state, shapes) })).state;
}

/** Vectors as a state's tensors, which are copies. */
export function unpackedTensors({ tf, kernels }: Engine, state: PackedState, shapes: StateShapes): TrainingState {
  return keepState(tf, () => ({ state: unpackState(new Operations(kernels), state, shapes) })).state;
}
