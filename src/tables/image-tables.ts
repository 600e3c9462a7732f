import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { readImages } from '../runs/images-file';
import type { ImageResults } from '../runs/image-results';
import { openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { conditionFields } from './condition';
import { tableKind } from '../files/table-kind';
import { runKey } from './run-key';

const run = z.string().min(1);
const image = z.int().nonnegative();
const number = z.custom<number>((value) => typeof value === 'number', 'must be a number');

const imageSchema = z.strictObject({
  run,
  ...conditionFields,
  /** Place in the test set, from 0. */
  image,
  /** Class numbers with spaces between: the image's, and as many of the highest logits, the highest first. */
  label: z.string(),
  predicted: z.string(),
  right: z.boolean(),
  /** Cross-entropy and entropy in nats. */
  loss: number,
  entropy: number,
  /** Of the right answer: e^−loss. */
  probability: number,
  /** By how much the probability of the image's class leads the largest other one. */
  margin: number,
});

const flipSchema = z.strictObject({
  run,
  ...conditionFields,
  image,
  stage: z.int().positive(),
  /** Dropped alone, within the stage, from 1. */
  block: z.int().positive(),
  /** What the image becomes without the block. */
  to: z.enum(['right', 'wrong']),
});

export type ImageRow = z.infer<typeof imageSchema>;
export type FlipRow = z.infer<typeof flipSchema>;

/** One row for each network and test image. */
export const imageKind = tableKind('images', imageSchema);

/** One row for each test image that the drop of a block flips to right or wrong. */
export const flipKind = tableKind('flips', flipSchema);

/** Results of single images; they are in the runs' folders only, not in a results file. */
export interface ImageTables {
  readonly images: ColumnTable;
  readonly flips: ColumnTable;
}

/**
 * What networks say of every test image, of the runs that measured it and whose folders are here.
 * @param runs choose few: every one adds a row for each test image
 * @throws StoreError for a damaged file
 */
export async function imageTables(runs: readonly StoredRun[], store: RunStore = openStore()): Promise<ImageTables> {
  const [images, flips]: [ImageRow[], FlipRow[]] = [[], []];
  for (const stored of runs) {
    const results = await readImages(store, stored.hash);
    if (!results) continue;
    const key = runKey(stored);
    images.push(...imageRows(results).map((row) => ({ ...key, ...row })));
    flips.push(...flipRows(results).map((row) => ({ ...key, ...row })));
  }
  return { images: imageKind.table(images), flips: flipKind.table(flips) };
}

function imageRows({ labels, predicted, right, loss, entropy, margin }: ImageResults): Omit<ImageRow, 'run' | keyof typeof conditionFields>[] {
  const n = labels.length / right.length;
  const classes = (all: Uint8Array, i: number): string => all.subarray(i * n, (i + 1) * n).join(' ');
  return Array.from(right, (isRight, i) => ({
    image: i,
    label: classes(labels, i),
    predicted: classes(predicted, i),
    right: isRight === 1,
    loss: loss[i]!,
    entropy: entropy[i]!,
    probability: Math.exp(-loss[i]!),
    margin: margin[i]!,
  }));
}

function flipRows({ right, dropped }: ImageResults): Omit<FlipRow, 'run' | keyof typeof conditionFields>[] {
  return dropped.flatMap(({ stage, block, right: without }) =>
    Array.from(without).flatMap((now, i) => (now === right[i] ? [] : [{ image: i, stage, block, to: now === 1 ? ('right' as const) : ('wrong' as const) }])),
  );
}
