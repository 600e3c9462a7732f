import { z } from 'zod';
import { labelsPerImage } from '../../data/dataset';
import { anyNumber } from '../../files/json-numbers';
import { measureIndices } from '../../ideas/indices/measure';
import { chanceAccuracy } from '../../objectives/right';
import type { MeasuredSubject, OnFraction } from './subject';

const count = z.int().positive();
const fraction = z.number().min(0).max(1);
const curve = z.strictObject({ accuracy: z.array(fraction).readonly(), normalizedAccuracy: z.array(anyNumber).readonly() });
const indices = { convergenceIndex: anyNumber, recurrenceIndex: anyNumber, divergenceIndex: anyNumber };

/** The three indices with their curves on the test images. */
export const indicesSchema = z.strictObject({
  ...indices,
  /** A_0, accuracy of a chance predictor */
  chance: fraction,
  /** of every stage of two or more blocks; curves for k = 0 … T */
  stages: z
    .array(z.strictObject({ stage: count, blocks: count, ...indices, curves: z.strictObject({ 'early readout': curve, 'late start': curve, overrun: curve }) }))
    .readonly(),
});

export type MeasuredIndices = z.output<typeof indicesSchema>;

/** @throws Error when no stage has two or more blocks */
export async function measureThreeIndices({ engine, network, data }: MeasuredSubject, onFraction: OnFraction): Promise<MeasuredIndices> {
  const chance = chanceAccuracy(data.classes.length, labelsPerImage(data.test));
  const { accuracy: _, ...measured } = await measureIndices(engine, network, data.test, data, chance, { onFraction });
  return measured;
}
