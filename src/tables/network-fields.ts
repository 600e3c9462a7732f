import { z } from 'zod';

/** Which network a row of an analysis is of. */
export const networkFields = {
  /** Name of the data set, e.g. `cifar10`. */
  task: z.string().min(1),
  /** Kind of network, the same for all its seeds, e.g. `naive sharing`. */
  network: z.string().min(1),
  seed: z.int(),
};
