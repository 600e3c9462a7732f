import type * as tfc from '@tensorflow/tfjs-core';
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
 * times as the participation ratio of their parameter vectors says, all else counts once.
 */
export function effectiveParameters(specs: readonly ParameterSpec[], parameters: Values): number {
  const stages = new Map<string, Map<string, number[]>>();
  let single = 0;
  for (const { name, shape } of specs) {
    const [, stage, block] = /^(stage\d+)\.(block\d+)\./.exec(name) ?? [];
    if (stage === undefined || block === undefined) {
      single += sizeOf(shape);
      continue;
    }
    const blocks = stages.get(stage) ?? new Map<string, number[]>();
    stages.set(stage, blocks);
    const values = (parameters[name] as tfc.Tensor).dataSync();
    blocks.set(block, [...(blocks.get(block) ?? []), ...values]);
  }
  return [...stages.values()].reduce((sum, blocks) => {
    const vectors = [...blocks.values()].map((values) => Float32Array.from(values));
    return sum + participationRatio(vectors) * vectors[0]!.length;
  }, single);
}
