import type { ColumnTable } from 'arquero';
import { gradientRatioTable, stateNormTable, type StateNormRow } from './rows';
import { gradientNormRatio } from './measure';

/** r of every network of two stages or more and every step of a `state norms` table, as a `gradient ratios` table. */
export function gradientRatios(norms: ColumnTable): ColumnTable {
  const measurements = new Map<string, StateNormRow[]>();
  for (const row of stateNormTable.rows(norms)) {
    const key = JSON.stringify([row.task, row.network, row.seed, row.step]);
    measurements.set(key, [...(measurements.get(key) ?? []), row]);
  }
  return gradientRatioTable.table(
    [...measurements.values()]
      .filter((rows) => rows.some(({ stage }) => stage > 1))
      .map((rows) => {
        const { task, network, seed, step } = rows[0]!;
        return { task, network, seed, step, ratio: gradientNormRatio(rows) };
      }),
  );
}
