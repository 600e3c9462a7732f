import type { ColumnTable } from 'arquero';
import type { PlotData } from 'plotly.js';
import { mean } from 'simple-statistics';
import { groupBySetting, settingLabel } from '../../tables/condition';
import { runs } from '../../tables/tables';
import { Figure } from '../../figures/figure';
import { captionOf, sample, seedsOf } from '../../figures/sample';
import { settingStyle, translucent } from '../../figures/setting-style';
import { axis, frame, legendOf } from '../../figures/theme';

/**
 * Claim L4, second part: test error in per cent against the effective number of parameters (ours), one symbol for
 * each setting.
 */
export function testErrorAgainstParameters(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable).flatMap((row) => (row.effectiveParameters === null ? [] : [{ ...row, effectiveParameters: row.effectiveParameters }]));
  const data = groupBySetting(rows).flatMap(({ setting, rows: networks }): Partial<PlotData>[] => {
    const { color, symbol } = settingStyle(setting);
    const name = settingLabel(setting);
    const common = { type: 'scatter' as const, mode: 'markers' as const, name, legendgroup: name };
    return [
      {
        ...common,
        x: networks.map((row) => row.effectiveParameters),
        y: networks.map((row) => 100 * row.testError),
        text: networks.map((row) => row.run),
        hovertemplate: '%{text}<br>%{x:,.0f} effective parameters<br>%{y:.2f} %<extra></extra>',
        marker: { color: translucent(color, 0.55), symbol, size: 6, line: { width: 1, color: translucent(color, 0.55) } },
        showlegend: false,
      },
      {
        ...common,
        x: [mean(networks.map((row) => row.effectiveParameters))],
        y: [mean(networks.map((row) => 100 * row.testError))],
        hovertemplate: `${name}<br>mean of ${networks.length}: %{y:.2f} %<extra></extra>`,
        marker: { color, symbol, size: 11, line: { width: 1, color } },
      },
    ];
  });
  return new Figure({
    name: 'test-error-against-parameters',
    data,
    layout: {
      ...frame({
        title: 'Does test error follow the effective number of parameters? (L4)',
        caption: captionOf(seedsOf(rows).most > 1 ? 'small points: single networks; large points: means' : 'points: single networks', sample(rows)),
        legend: legendOf(data),
      }),
      xaxis: axis('effective number of parameters', { rangemode: 'tozero' }),
      yaxis: axis('test error (%)', { rangemode: 'tozero' }),
    },
  });
}
