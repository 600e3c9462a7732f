import { from, type ColumnTable } from 'arquero';
import type { Measure } from '../../measuring/measure';
import { measuredTable } from '../../measuring/measured-table';
import { readableEstimate, readableNumber } from '../../tables/summarize';
import { cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from './measure';

/** Each has one number of every block. */
type OfBlocks = Measure<{ readonly stage: number; readonly block: number }>;

const WAYS: Readonly<Record<string, OfBlocks>> = {
  'images with a direction': cosineLossOfBlocks,
  'vanishing gradients count as 0': countedCosineLossOfBlocks,
  'images it is not sure of': unsureCosineLossOfBlocks,
};

/**
 * How much J2's number for the last block hangs on images that a network is sure of, for the eye: one row for each network, the mean
 * cosine loss by three ways of counting them, with its interval over images and their number (ours).
 * @param tableOf the table of a measure, with the networks' names and test images
 */
export function sureImages(tableOf: (measure: OfBlocks) => ColumnTable): ColumnTable {
  const columns = Object.entries(WAYS).map(([way, measure]) => {
    const rows = measuredTable(measure, 'stage', 'block').rows(tableOf(measure)).filter(({ images }) => images === 'test');
    const last = new Map(rows.map((row) => [row.network, row])); // rows are in the order of the blocks
    return [way, last] as const;
  });
  const networks = [...columns[0]![1].keys()];
  return from(
    networks.map((network) => ({
      'last block of': network,
      ...Object.fromEntries(
        columns.map(([way, last]) => {
          const row = last.get(network)!;
          return [way, `${readableEstimate(row.estimate, row, (value) => readableNumber(value, 3))} (${readableNumber(row.n, 0)})`];
        }),
      ),
    })),
  );
}
