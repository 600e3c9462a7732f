import type { BlockMeasurement } from '../../analyses/measure-blocks';
import { remainder, type TaylorMeasurement } from '../analyses/taylor-agreement';
import type { OnImages } from '../analyses/image-fields';
import { bootstrap, weightedMean, type Weights } from '../bootstrap';
import { belowZero, type Rule } from '../claims/decide';
import { finding, type FindingRow } from './finding';

/** J1: the first-order term dominates where F is small. */
export function taylorFinding(of: OnImages, blocks: readonly (TaylorMeasurement & BlockMeasurement<'l2Ratio'>)[]): FindingRow[] {
  const all = allImages(blocks[0]!.l2Ratio.length);
  const byRatio = [...blocks].sort((a, b) => weightedMean(a.l2Ratio, all) - weightedMean(b.l2Ratio, all));
  const small = byRatio.slice(0, Math.ceil(blocks.length / 2));
  const rule: Rule = { supports: { side: 'below', bound: 1 }, contradicts: { side: 'above', bound: 1 } };
  const interval = bootstrap(all.length, (weights) => remainder(small, weights, 'taylorTerm'));
  return [
    finding(
      of,
      interval,
      {
        finding: 'J1',
        statement: 'the first-order term dominates where F is small',
        statistic: 'mean |true change of the loss − first-order term| as a share of mean |first-order term|, over the half of the blocks with the smallest ℓ2 ratios',
      },
      rule,
    ),
  ];
}

/** J2: the cosine loss is negative for every block, more so in higher blocks. */
export function cosineFindings(of: OnImages, blocks: readonly BlockMeasurement<'cosineLoss'>[]): FindingRow[] {
  const means = (weights: Weights): number[] => blocks.map(({ cosineLoss }) => weightedMean(cosineLoss, weights));
  const intervals = bootstrap(blocks[0]!.cosineLoss.length, (weights) => {
    const each = means(weights);
    return { largest: Math.max(...each), slope: slope(each) };
  });
  return [
    finding(of, intervals.largest, { finding: 'J2', statement: 'the cosine loss is negative for every block', statistic: 'largest mean cosine loss of a block' }, belowZero),
    finding(
      of,
      intervals.slope,
      {
        finding: 'J2',
        statement: 'it is more negative in higher blocks',
        statistic: 'slope of the least-squares line through the blocks’ mean cosine losses, from the first block (0) to the last (1)',
      },
      belowZero,
    ),
  ];
}

/** J2: the cosine loss is more negative in deeper networks, on the same images. */
export function cosineDepthFinding(
  shallow: OnImages & { readonly blocks: readonly BlockMeasurement<'cosineLoss'>[] },
  deep: OnImages & { readonly blocks: readonly BlockMeasurement<'cosineLoss'>[] },
): FindingRow[] {
  const mean = (blocks: readonly BlockMeasurement<'cosineLoss'>[], weights: Weights): number =>
    blocks.reduce((sum, { cosineLoss }) => sum + weightedMean(cosineLoss, weights), 0) / blocks.length;
  const images = deep.blocks[0]!.cosineLoss.length;
  if (shallow.task !== deep.task || shallow.images !== deep.images || shallow.blocks[0]!.cosineLoss.length !== images) {
    throw new Error(`${shallow.network} and ${deep.network} were not measured on the same images, so they cannot be compared image by image.`);
  }
  const interval = bootstrap(images, (weights) => mean(deep.blocks, weights) - mean(shallow.blocks, weights));
  return [
    finding(
      { task: deep.task, images: deep.images, network: `${deep.network} against ${shallow.network}` },
      interval,
      { finding: 'J2', statement: 'it is more negative in deeper networks', statistic: 'mean cosine loss over blocks of the deeper network minus that of the other' },
      belowZero,
    ),
  ];
}

/**
 * J3: flatter than in a network of a single representation, whose first block's ratio is up to about 2. Half of that is the
 * bound (ours).
 */
export function ratioFinding(of: OnImages, blocks: readonly BlockMeasurement<'l2Ratio'>[]): FindingRow[] {
  const rule: Rule = { supports: { side: 'below', bound: 1 }, contradicts: { side: 'above', bound: 2 } };
  const interval = bootstrap(blocks[0]!.l2Ratio.length, (weights) => Math.max(...blocks.map(({ l2Ratio }) => weightedMean(l2Ratio, weights))));
  return [
    finding(
      of,
      interval,
      { finding: 'J3', statement: 'the ℓ2 ratio is flat: no block starts near the 2 of single-representation networks', statistic: 'largest mean ℓ2 ratio of a block' },
      rule,
    ),
  ];
}

const allImages = (images: number): Weights => new Uint32Array(images).fill(1);

/** Slope of the least-squares line through values at equal distances from 0 to 1; 0 for a single one. */
function slope(values: readonly number[]): number {
  const last = values.length - 1;
  const x = values.map((_, i) => i / Math.max(1, last) - 0.5);
  const squares = x.reduce((sum, each) => sum + each * each, 0);
  return last === 0 ? 0 : x.reduce((sum, each, i) => sum + each * values[i]!, 0) / squares;
}
