import { numbersOf } from '../engine/tensors';
import { sizeOf, type Values } from '../engine/values';
import type { ParameterSpec } from '../networks/pass';

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
  const blocks = new Map<string, { readonly stage: string; readonly parts: string[]; readonly values: number[] }>();
  let single = 0;
  for (const { name, shape } of specs) {
    const [, stage, number, part] = /^(stage\d+)\.(block\d+)\.(.+)$/.exec(name) ?? [];
    if (stage === undefined || number === undefined || part === undefined) {
      single += sizeOf(shape);
      continue;
    }
    const block = blocks.get(`${stage}.${number}`) ?? { stage, parts: [], values: [] };
    blocks.set(`${stage}.${number}`, block);
    block.parts.push(part);
    for (const value of numbersOf(parameters[name]!)) block.values.push(value);
  }
  const alike = new Map<string, Float32Array[]>();
  for (const { stage, parts, values } of blocks.values()) {
    const kind = `${stage}: ${parts.join()}`;
    alike.set(kind, [...(alike.get(kind) ?? []), Float32Array.from(values)]);
  }
  return [...alike.values()].reduce((sum, vectors) => sum + participationRatio(vectors) * vectors[0]!.length, single);
}
