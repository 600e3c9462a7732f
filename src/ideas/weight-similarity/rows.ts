import { z } from 'zod';
import { tableKind } from '../../files/table-kind';
import { networkFields } from '../../tables/network-fields';

/** One kernel of two blocks of a network. */
export const similarityRow = z.strictObject({
  stage: z.int().positive(),
  block: z.int().positive(),
  /** The block that it is compared with, of the same stage; itself too. */
  other: z.int().positive(),
  /** Place of the kernel in the block, e.g. `conv1`. */
  kernel: z.string().min(1),
  similarity: z.number().or(z.nan()).describe('cosine of the angle between the kernels (ours); NaN where one is zero'),
});
export type SimilarityRow = z.infer<typeof similarityRow>;

const weightSimilaritySchema = z.strictObject({ ...networkFields, ...similarityRow.shape });

export type WeightSimilarityRow = z.infer<typeof weightSimilaritySchema>;

/** One row for each kernel and ordered pair of blocks of a stage. */
export const weightSimilarityTable = tableKind('weight similarity', weightSimilaritySchema);
