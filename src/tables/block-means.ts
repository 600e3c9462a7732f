import { z } from 'zod';
import type { BlockMeasurement } from '../measuring/gradients/block-pass';
import { bootstrap, weightedMean } from '../statistics/bootstrap';
import { tableKind } from '../files/table-kind';
import { imageFields, intervalFields, type OnImages } from '../measuring/on-images';

export const blockFields = {
  stage: z.int().positive(),
  /** Within the stage, from 1. */
  block: z.int().positive(),
  /** Through the whole network, from 1. */
  depth: z.int().positive(),
};

const blockMeanSchema = z.strictObject({
  ...imageFields,
  ...blockFields,
  /** Name of the analysis, e.g. `cosineLoss` or `l2Ratio`. */
  measure: z.string().min(1),
  /** Images that have no value, e.g. no direction. */
  leftOut: z.int().nonnegative(),
});

export type BlockMeanRow = z.infer<typeof blockMeanSchema>;

/** One row for each network, set of images, block and measure: the mean over images. */
export const blockMeanTable = tableKind('block means', blockMeanSchema);

/** The means of everything that was measured of every block. */
export function blockMeans<Name extends string>(of: OnImages, blocks: readonly BlockMeasurement<Name>[]): BlockMeanRow[] {
  const values = blocks.map(({ stage: _, block: __, ...measures }) => measures as unknown as Readonly<Record<string, Float32Array>>);
  const images = Object.values(values[0] ?? {})[0]?.length;
  if (images === undefined) return [];
  const intervals = bootstrap(images, (weights) =>
    values.map((measures) => Object.fromEntries(Object.entries(measures).map(([name, each]) => [name, weightedMean(each, weights)]))),
  );
  return blocks.flatMap(({ stage, block }, i) =>
    Object.entries(values[i]!).map(([measure, each]) => {
      const leftOut = each.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
      return { ...of, stage, block, depth: i + 1, measure, leftOut, ...intervalFields(intervals[i]![measure]!, images - leftOut) };
    }),
  );
}
