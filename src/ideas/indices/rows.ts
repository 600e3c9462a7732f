import { z } from 'zod';
import type { NetworkIndices } from './measure';
import type { Intervals } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

/** The three indices by the names of their fields. */
export const INDICES = ['convergenceIndex', 'recurrenceIndex', 'divergenceIndex'] as const;

const networkIndexSchema = z.strictObject({
  ...imageFields,
  /** `null`: the mean over the network's stages of two or more blocks. */
  stage: z.int().positive().nullable(),
  index: z.enum(INDICES),
});

export type NetworkIndexRow = z.infer<typeof networkIndexSchema>;

/** One row for each index of each network and of each of its stages. */
export const networkIndexTable = tableKind('network indices', networkIndexSchema);

export function networkIndexRows(of: OnImages, network: Intervals<NetworkIndices>): NetworkIndexRow[] {
  const places = [{ stage: null, indices: network }, ...network.stages.map((indices) => ({ stage: indices.stage.estimate, indices }))];
  return places.flatMap(({ stage, indices }) => INDICES.map((index) => ({ ...of, stage, index, ...intervalFields(indices[index]) })));
}
