import type { ColumnTable } from 'arquero';
import { gradientRatioTable } from './rows';
import { bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { networkLegendRows, networkSample, networkSeries } from '../../figures/network-series';
import { axis, frame, logarithmicAxis } from '../../figures/theme';

/**
 * J8 and J9: the gradient-norm ratio r against the training step, one line for each kind of network.
 * @param ratios a `gradient ratios` table
 */
export function gradientRatioHistory(ratios: ColumnTable): Figure {
  const rows = gradientRatioTable.rows(ratios);
  return new Figure({
    name: 'gradient-ratio-history',
    data: networkSeries(rows, { x: ({ step }) => step, y: ({ ratio }) => ratio, suffix: '', format: '.3g' }),
    layout: {
      ...frame({
        title: 'Do gradients explode on their way back to the first block? (J8, J9)',
        caption: `${bandSeriesCaption}; ${networkSample(rows)}`,
        legendRows: networkLegendRows(rows),
      }),
      xaxis: axis('training step', { zeroline: false }),
      yaxis: logarithmicAxis('r = ‖∂L/∂h<sub>1</sub>‖ / ‖∂L/∂h<sub>1+2n</sub>‖'),
    },
  });
}
