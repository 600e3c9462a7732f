import { z } from 'zod';
import { anyNumber } from '../../files/json-numbers';
import { derived } from '../../measuring/kinds';
import { curves, curvesOfStages } from './measure';

const work = anyNumber.describe('1 − normalized accuracy with all its blocks dropped (ours)');

/**
 * Work of every stage of two or more blocks (**ours**): W = 1 − n(∅). Beside its indices: CI = RI = 1 and DI = 0 are also what a
 * stage shows that does nothing.
 */
export const workOfStages = derived(curves, { name: 'work of stages', row: z.strictObject({ stage: z.int().positive(), work }), keys: ['stage'] }, (rows) =>
  curvesOfStages(rows).map(({ stage, curve }) => {
    const early = curve('early readout');
    return { stage, work: 1 - early[early.length - 1]! };
  }),
);

/** Of the network: the stage's that does least. */
export const smallestWork = derived(workOfStages, { name: 'smallest work', row: z.strictObject({ work }), keys: [] }, (stages) => [
  { work: Math.min(...stages.map((stage) => stage.work)) },
]);
