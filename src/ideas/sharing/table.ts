import { from, type ColumnTable } from 'arquero';
import { groupBySetting, settingLabel } from '../../tables/condition';
import { meanOverSeeds } from '../../statistics/shown-interval';
import { readableEstimate, readableNumber } from '../../tables/summarize';
import { runs } from '../../tables/tables';

/**
 * Errors and sizes of networks as JAB18's Table 1 has them: training and test error in per cent, means over seeds with 95 % intervals
 * (Student's t), and trainable parameters. The training error is that of the trained network on as many images as there are test images.
 * @param runTable a `runs` table
 */
export function errorTable(runTable: ColumnTable): ColumnTable {
  const groups = groupBySetting(runs.rows(runTable));
  return from(
    groups.map(({ setting, rows }) => ({
      task: setting.task,
      network: settingLabel(setting),
      n: rows.length,
      'training error (%)': inWords(rows.map(({ trainAccuracy }) => 100 * (1 - trainAccuracy))),
      'test error (%)': inWords(rows.map(({ testError }) => 100 * testError)),
      parameters: readableNumber(rows[0]!.parameters, 0),
    })),
  );
}

function inWords(values: readonly number[]): string {
  const found = meanOverSeeds(values);
  return readableEstimate(found.mean, found, (value) => readableNumber(value, 2));
}
