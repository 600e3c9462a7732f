import { z } from 'zod';
import { tableKind } from '../../files/table-kind';
import { gradientRatioFields, stateNormFields } from '../../tables/network-fields';

const stateNormSchema = z.strictObject(stateNormFields);
const gradientRatioSchema = z.strictObject(gradientRatioFields);

export type StateNormRow = z.infer<typeof stateNormSchema>;
export type GradientRatioRow = z.infer<typeof gradientRatioSchema>;

/** One row for each state of each network at each step at which its norms were measured. */
export const stateNormTable = tableKind('state norms', stateNormSchema);

/** One row for each network and step. */
export const gradientRatioTable = tableKind('gradient ratios', gradientRatioSchema);
