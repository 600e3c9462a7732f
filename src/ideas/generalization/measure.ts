import { z } from 'zod';
import { numbersOf } from '../../engine/tensors';
import type { Values } from '../../engine/values';
import type { Measure } from '../../measuring/measure';
import { placeOf, PROJECT_BLOCKS, PYTORCH_BLOCKS, type BlockNames } from '../../networks/block-names';
import type { ParameterSpec } from '../../networks/pass';

/**
 * Participation ratio (Σ e_i)² / Σ e_i² of the eigenvalues e_i of the vectors' Gram matrix G, which is
 * (tr G)² / ‖G‖²_F: 1 for identical vectors, T for T orthogonal ones of equal norm.
 */
export function participationRatio(vectors: readonly Float32Array[]): number {
  let trace = 0;
  let squares = 0;
  for (const [i, a] of vectors.entries()) {
    for (const [j, b] of vectors.entries()) {
      const product = a.reduce((sum, value, n) => sum + value * b[n]!, 0);
      if (i === j) trace += product;
      squares += product * product;
    }
  }
  return squares === 0 ? 1 : (trace * trace) / squares;
}

/**
 * Effective number of parameters (the idea is LPK24's, this formula is ours): the T blocks of a stage count as many
 * times as the participation ratio of their parameter vectors says, all else counts once. Where blocks share their
 * convolutions, the steps that have only a normalization of their own are compared among themselves.
 */
export function effectiveParameters(specs: readonly ParameterSpec[], parameters: Values): number {
  return effectiveNumber(specs.map(({ name }) => [name, numbersOf(parameters[name]!)]), PROJECT_BLOCKS);
}

/**
 * Effective number of parameters of weights by name, e.g. those of an imported file; a first block that changes shape is
 * compared with none. Running statistics are no parameters.
 * @param names how the names tell stages and blocks
 * @throws Error when no name does
 */
export function effectiveParametersByName(tensors: ReadonlyMap<string, { readonly values: unknown }>, names: BlockNames = PYTORCH_BLOCKS): number {
  const trainable = [...tensors].flatMap(([name, { values }]): [string, Float32Array][] =>
    values instanceof Float32Array && !/running_(mean|var)$/.test(name) ? [[name, values]] : [],
  );
  if (!trainable.some(([name]) => placeOf(name, names))) throw new Error(`None of the ${trainable.length} tensors belongs to a block by its name (${names.source}); give the pattern of these names.`);
  return effectiveNumber(trainable, names);
}

const parametersRow = z.strictObject({ effectiveParameters: z.number().positive().describe('effective number of parameters (ours after LPK24)') });

/** The effective number of parameters of a network made here, or of an imported file by the names of its tensors. */
export const effectiveParameterCount: Measure<z.output<typeof parametersRow>> = {
  name: 'effective parameters',
  row: parametersRow,
  keys: [],
  over: 'network',
  start({ values, tensors }) {
    const count = values ? effectiveParameters(values.network.parameters, values.parameters) : tensors && effectiveParametersByName(tensors);
    if (count === undefined) throw new Error('it needs the weights of the network by their names');
    return { rows: () => [{ effectiveParameters: count }] };
  },
};

const countRow = z.strictObject({ parameters: z.int().positive().describe('trainable parameters as stored') });

/** The trainable parameters of a network made here. */
export const parameterCount: Measure<z.output<typeof countRow>> = {
  name: 'parameters',
  row: countRow,
  keys: [],
  over: 'network',
  start({ values }) {
    if (!values) throw new Error('it needs a network made here, with its values');
    return { rows: () => [{ parameters: values.network.parameterCount().trainable }] };
  },
};

function effectiveNumber(tensors: readonly (readonly [name: string, values: Float32Array])[], names: BlockNames): number {
  const blocks = new Map<string, { readonly stage: number; readonly parts: Map<string, Float32Array> }>();
  let single = 0;
  for (const [name, values] of tensors) {
    const place = placeOf(name, names);
    if (!place) {
      single += values.length;
      continue;
    }
    const key = `${place.stage}.${place.block}`;
    const block = blocks.get(key) ?? { stage: place.stage, parts: new Map<string, Float32Array>() };
    blocks.set(key, block);
    block.parts.set(place.part, values);
  }
  const alike = new Map<string, Float32Array[]>();
  for (const { stage, parts } of blocks.values()) {
    const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
    const kind = JSON.stringify([stage, sorted.map(([part, values]) => [part, values.length])]);
    alike.set(kind, [...(alike.get(kind) ?? []), concatenated(sorted.map(([, values]) => values))]);
  }
  return [...alike.values()].reduce((sum, vectors) => sum + participationRatio(vectors) * vectors[0]!.length, single);
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
