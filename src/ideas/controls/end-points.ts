import { derived } from '../../measuring/kinds';
import { curves, curvesOfStages, indexRow, meanIndices } from '../indices/measure';

/**
 * The indices by the curves' end points in place of areas and means (**ours**): no block left (CI), one block left (RI), T more (DI).
 * The mean over stages.
 */
export const endPoints = derived(curves, { name: 'indices from end points', row: indexRow, keys: [] }, (rows) => [
  meanIndices(
    curvesOfStages(rows).map(({ curve }) => {
      const [early, late, overrun] = [curve('early readout'), curve('late start'), curve('overrun')];
      const T = early.length - 1;
      return { convergenceIndex: early[T]!, recurrenceIndex: 1 - Math.abs(late[T - 1]! - early[T - 1]!), divergenceIndex: 1 - overrun[T]! };
    }),
  ),
]);
