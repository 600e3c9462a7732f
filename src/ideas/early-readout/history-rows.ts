import { z } from 'zod';
import { tableKind } from '../../files/table-kind';
import { networkFields } from '../../tables/network-fields';

export const earlyReadoutFields = {
  ...networkFields,
  /** Passes over the training set; may be fractional. */
  epoch: z.number().positive(),
  /** The last, from 1. */
  stage: z.int().positive(),
  /** Blocks of the stage that ran before the head; 0: its transition alone. */
  block: z.int().nonnegative(),
  accuracy: z.number().min(0).max(1),
  /** Mean cross-entropy, and mean entropy of the predicted probabilities, in nats. */
  loss: z.number(),
  entropy: z.number(),
};

const earlyReadoutSchema = z.strictObject(earlyReadoutFields);

export type EarlyReadoutRow = z.infer<typeof earlyReadoutSchema>;

/** One row for each network, epoch and block of the last stage. */
export const earlyReadoutHistoryTable = tableKind('early readout history', earlyReadoutSchema);
