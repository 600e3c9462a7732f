import { z } from 'zod';
import { entriesSchema, type Entry } from '../measuring/entry';
import { entriesOfOld, oldMeasurementsSchema } from './old-measurements';

/** What a run has stored of its network: an entry for each measure and set of images; older files had a form of their own. */
export const measurementsSchema: z.ZodType<readonly Entry[]> = z.union([entriesSchema, oldMeasurementsSchema.transform(entriesOfOld)]);

export type Measurements = readonly Entry[];
