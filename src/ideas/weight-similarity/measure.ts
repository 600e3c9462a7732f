import type { ColumnTable } from 'arquero';
import { Operations } from '../../engine/operations';
import { SHAPE_KERNELS } from '../../engine/shape-kernels';
import { numbersOf } from '../../engine/tensors';
import type { Shape, Values } from '../../engine/values';
import type { Measure } from '../../measuring/measure';
import { placeOf, PROJECT_BLOCKS, PYTORCH_BLOCKS, type BlockNames } from '../../networks/block-names';
import { isOwn, type Network } from '../../networks/network';
import { ResidualNetwork } from '../../networks/residual-network';
import { similarityRow, weightSimilarityTable, type SimilarityRow, type WeightSimilarityRow } from './rows';

/** The convolution kernels of one block that keeps its stage's shape. */
export interface BlockKernels {
  /** from 1 */
  readonly stage: number;
  /** from 1, among those that keep the shape */
  readonly block: number;
  /** by their place in the block, e.g. `conv1`; in one layout for all blocks */
  readonly kernels: Readonly<Record<string, Float32Array>>;
}

/** The kernels of every block of one of the project's networks; steps of a shared block have the same. Of a network of one's own its blocks' own kernels and matrices. */
export function blockKernels(network: Network, parameters: Values): BlockKernels[] {
  if (isOwn(network.definition)) {
    return network.definition.stages.flatMap(({ blocks }, s) =>
      Array.from({ length: blocks }, (_, t): BlockKernels => {
        const own = network.parameters.filter(({ name, role }) => (role === 'kernel' || role === 'dense') && name.startsWith(`stage${s + 1}.block${t + 1}.`));
        return { stage: s + 1, block: t + 1, kernels: Object.fromEntries(own.map(({ name }) => [placeOf(name, PROJECT_BLOCKS)!.part, numbersOf(parameters[name]!)])) };
      }),
    );
  }
  return residualKernels(new ResidualNetwork(network.definition), parameters);
}

function residualKernels(network: ResidualNetwork, parameters: Values): BlockKernels[] {
  return network.definition.stages.flatMap(({ blocks }, s) =>
    Array.from({ length: blocks }, (_, t): BlockKernels => {
      const kernels: Record<string, Float32Array> = {};
      const declared = (shape: Shape) => ({ shape, dtype: 'float32' });
      network.residual(
        {
          ops: new Operations(SHAPE_KERNELS),
          training: false,
          parameter: ({ name, shape, role }) => {
            if (role === 'kernel') kernels[name.split('.').slice(-2)[0]!] = numbersOf(parameters[name]!);
            return declared(shape);
          },
          statistic: ({ shape }) => declared(shape),
          updateStatistic: () => undefined,
        },
        s,
        t,
        declared([1, ...network.stateShapes[s]!]),
      );
      return { stage: s + 1, block: t + 1, kernels };
    }),
  );
}

/**
 * The kernels of blocks by the names of their tensors, e.g. those of an imported file: tensors of four dimensions. A block
 * whose kernels have other shapes than its stage's last is the stage's transition and left out.
 * @param names how the names tell stages and blocks
 * @throws Error when no name does
 */
export function blockKernelsByName(
  tensors: ReadonlyMap<string, { readonly shape: Shape; readonly values: unknown }>,
  names: BlockNames = PYTORCH_BLOCKS,
): BlockKernels[] {
  const stages = new Map<number, Map<number, { kernels: Record<string, Float32Array>; shapes: string[] }>>();
  for (const [name, { shape, values }] of tensors) {
    const place = placeOf(name, names);
    if (!place || shape.length !== 4 || !(values instanceof Float32Array)) continue;
    const blocks = stages.get(place.stage) ?? new Map<number, { kernels: Record<string, Float32Array>; shapes: string[] }>();
    stages.set(place.stage, blocks);
    const block = blocks.get(place.block) ?? { kernels: {}, shapes: [] };
    blocks.set(place.block, block);
    block.kernels[place.part] = values;
    block.shapes.push(`${place.part} ${shape.join()}`);
  }
  if (stages.size === 0) throw new Error(`None of the ${tensors.size} tensors is a kernel of a block by its name (${names.source}); give the pattern of these names.`);
  return [...stages].sort(([a], [b]) => a - b).flatMap(([stage, blocks]) => {
    const inOrder = [...blocks].sort(([a], [b]) => a - b).map(([, block]) => ({ ...block, kind: [...block.shapes].sort().join() }));
    const kept = inOrder.filter(({ kind }) => kind === inOrder[inOrder.length - 1]!.kind);
    return kept.map(({ kernels }, i) => ({ stage, block: i + 1, kernels }));
  });
}

/** What the similarities are of, for the table. */
export interface SimilarityOf {
  readonly task: string;
  /** what the table calls this kind of network */
  readonly network: string;
  readonly seed: number;
}

/**
 * Cosine similarity of corresponding kernels of every two blocks of a stage (a control, ours): Σ wv / (‖w‖‖v‖) over all
 * entries of both. 1: the same up to a positive factor; near 0 for kernels that have nothing in common. It does not see that two
 * blocks compute the same with their inner channels in another order.
 * @returns a `weight similarity` table with one row for each kernel and ordered pair of blocks, a block with itself too; NaN
 * where a kernel is zero
 */
export function weightSimilarity(of: SimilarityOf, blocks: readonly BlockKernels[]): ColumnTable {
  return weightSimilarityTable.table(similarities(blocks).map((row) => ({ ...of, ...row })));
}

function similarities(blocks: readonly BlockKernels[]): SimilarityRow[] {
  return blocks.flatMap((a) =>
    blocks
      .filter(({ stage }) => stage === a.stage)
      .flatMap((b) =>
        Object.entries(a.kernels).map(([kernel, values]) => ({ stage: a.stage, block: a.block, other: b.block, kernel, similarity: cosine(values, b.kernels[kernel]!) })),
      ),
  );
}

/** Similarities of the kernels of a network made here, or of an imported file by the names of its tensors. */
export const kernelSimilarity: Measure<SimilarityRow> = {
  name: 'weight similarity',
  row: similarityRow,
  keys: ['stage', 'block', 'other', 'kernel'],
  over: 'network',
  start({ values, tensors }) {
    const kernels = values ? blockKernels(values.network, values.parameters) : tensors && blockKernelsByName(tensors);
    if (!kernels) throw new Error('it needs the weights of the network by their names');
    const rows = similarities(kernels);
    return { rows: () => rows };
  },
};

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, aa, bb] = [0, 0, 0];
  a.forEach((x, i) => {
    const y = b[i]!;
    product += x * y;
    aa += x * x;
    bb += y * y;
  });
  return product / Math.sqrt(aa * bb);
}

/** Mean similarity over all kernels and pairs of different blocks, of every stage of every network that has a pair. */
export function meanWeightSimilarity(similarities: ColumnTable): (SimilarityOf & { readonly stage: number; readonly mean: number })[] {
  const stages = new Map<string, WeightSimilarityRow[]>();
  for (const row of weightSimilarityTable.rows(similarities)) {
    if (row.block === row.other) continue;
    const key = JSON.stringify([row.task, row.network, row.seed, row.stage]);
    stages.set(key, [...(stages.get(key) ?? []), row]);
  }
  return [...stages.values()].map((rows) => {
    const { task, network, seed, stage } = rows[0]!;
    return { task, network, seed, stage, mean: rows.reduce((sum, { similarity }) => sum + similarity, 0) / rows.length };
  });
}
