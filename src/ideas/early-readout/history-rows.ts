import { z } from 'zod';
import { tableKind } from '../../files/table-kind';
import { earlyReadoutFields } from '../../tables/network-fields';

const earlyReadoutSchema = z.strictObject(earlyReadoutFields);

export type EarlyReadoutRow = z.infer<typeof earlyReadoutSchema>;

/** One row for each network, epoch and block of the last stage. */
export const earlyReadoutHistoryTable = tableKind('early readout history', earlyReadoutSchema);
