import type { BlockMeasurement } from '../../measuring/gradients/block-pass';
import type { OnImages } from '../../measuring/on-images';
import { remainder, type TaylorMeasurement } from '../../ideas/taylor-term/agreement';
import { bootstrap, weightedMean, type Weights } from '../../statistics/bootstrap';
import { largest } from '../../statistics/extreme';
import { finding, type FindingRow } from './finding';
import { QUESTIONS } from './questions';
import { smallestHalf, slope } from '../../statistics/along-blocks';

/** J1: the first-order term dominates where F is small. */
export function taylorFinding(of: OnImages, blocks: readonly (TaylorMeasurement & BlockMeasurement<'l2Ratio'>)[]): FindingRow[] {
  const all = new Uint32Array(blocks[0]!.l2Ratio.length).fill(1);
  const small = smallestHalf(blocks, ({ l2Ratio }) => weightedMean(l2Ratio, all));
  return [finding(of, bootstrap(all.length, (weights) => remainder(small, weights, 'taylorTerm')), QUESTIONS.taylor)];
}

/** J2: the cosine loss is negative for every block, more so in higher blocks. */
export function cosineFindings(of: OnImages, blocks: readonly BlockMeasurement<'cosineLoss'>[]): FindingRow[] {
  const means = (weights: Weights): number[] => blocks.map(({ cosineLoss }) => weightedMean(cosineLoss, weights));
  const images = blocks[0]!.cosineLoss.length;
  return [finding(of, largest(images, means), QUESTIONS.cosine), finding(of, bootstrap(images, (weights) => slope(means(weights))), QUESTIONS.cosineSlope)];
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
  return [finding({ task: deep.task, images: deep.images, network: `${deep.network} against ${shallow.network}` }, interval, QUESTIONS.cosineDepth)];
}

/** J3: the ℓ2 ratio is flat. */
export function ratioFinding(of: OnImages, blocks: readonly BlockMeasurement<'l2Ratio'>[]): FindingRow[] {
  const interval = largest(blocks[0]!.l2Ratio.length, (weights) => blocks.map(({ l2Ratio }) => weightedMean(l2Ratio, weights)));
  return [finding(of, interval, QUESTIONS.ratio)];
}
