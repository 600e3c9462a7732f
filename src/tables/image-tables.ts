import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import type { Engine } from '../engine/engine';
import { tableKind } from '../files/table-kind';
import type { OnFraction } from '../measuring/measure';
import { readImages } from '../runs/images-file';
import { imageResultsMeasure, type ImageResults } from '../runs/image-results';
import { openStore, type StoredRun } from '../runs/run-store';
import { runsWithNetworks } from '../runs/trained-network';
import { conditionFields } from './condition';
import { measureAnew, type MeasureRunsOptions } from './measures-of-runs';
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

/** Results of single images. */
export interface ImageTables {
  readonly images: ColumnTable;
  readonly flips: ColumnTable;
}

/**
 * What networks say of their test images, and which of these every single block decides: as their runs' folders have it, and where
 * that is not here, measured now, in seconds, of the networks that the repository holds. A run whose network is not here has no row.
 * @param runs choose few: every one adds a row for each image
 * @throws StoreError or WeightsError for a damaged file
 */
export async function imageTables(engine: Engine, runs: readonly StoredRun[], options: MeasureRunsOptions = {}): Promise<ImageTables> {
  const { store = openStore(), images: first = Infinity, onFraction = () => undefined } = options;
  const [images, flips]: [ImageRow[], FlipRow[]] = [[], []];
  for (const [i, stored] of runs.entries()) {
    const onPart: OnFraction = (fraction) => onFraction((i + fraction) / runs.length);
    const results = (await readImages(store, stored.hash)) ?? (await measuredNow(engine, stored, { ...options, onFraction: onPart }));
    if (!results) continue;
    const key = runKey(stored);
    images.push(...imageRows(results).slice(0, first).map((row) => ({ ...key, ...row })));
    flips.push(...flipRows(results).filter(({ image: place }) => place < first).map((row) => ({ ...key, ...row })));
  }
  return { images: imageKind.table(images), flips: flipKind.table(flips) };
}

async function measuredNow(engine: Engine, stored: StoredRun, options: MeasureRunsOptions): Promise<ImageResults | undefined> {
  if ((await runsWithNetworks([stored], options.store)).length === 0) return undefined;
  const ofImages = imageResultsMeasure();
  await measureAnew(engine, stored, [ofImages.measure], options);
  return ofImages.results();
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
