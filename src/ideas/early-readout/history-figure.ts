import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { mean } from 'simple-statistics';
import { earlyReadoutHistoryTable } from './history-rows';
import { Figure } from '../../figures/figure';
import { byNetwork, networkSample } from '../../figures/network-series';
import { shade } from '../../figures/setting-style';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

/**
 * J5: accuracy of the final classifier after every block of the last stage, one line for each epoch, the darker the later; one
 * panel for each kind of network.
 * @param readouts an `early readout history` table
 */
export function earlyReadoutOverTraining(readouts: ColumnTable): Figure {
  const rows = earlyReadoutHistoryTable.rows(readouts);
  const epochs = [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b);
  const networks = byNetwork(rows);
  const columns = Math.max(1, networks.length);
  const data: Data[] = [];
  const layout: Partial<Layout> = frame({
    title: 'Does accuracy rise gradually with depth? (J5)',
    caption: `lines: means over seeds, one for each epoch; ${networkSample(rows)}`,
    width: Math.max(700, 110 + 230 * columns),
    headings: true,
    legend: epochs.map((epoch) => `epoch ${epoch}`),
  });
  networks.forEach(({ rows: own }, column) => {
    const suffix = axisSuffix(column + 1);
    epochs.forEach((epoch, e) => {
      const ofEpoch = own.filter((row) => row.epoch === epoch);
      const blocks = [...new Set(ofEpoch.map(({ block }) => block))].sort((a, b) => a - b);
      const color = shade(palette.blue, epochs.length === 1 ? 0.5 : e / (epochs.length - 1));
      data.push({
        type: 'scatter',
        mode: 'lines+markers',
        name: `epoch ${epoch}`,
        legendgroup: String(epoch),
        showlegend: column === 0,
        xaxis: `x${suffix}`,
        yaxis: `y${suffix}`,
        x: blocks,
        y: blocks.map((block) => 100 * mean(ofEpoch.filter((row) => row.block === block).map(({ accuracy }) => accuracy))),
        line: { color, width: 2 },
        marker: { color, size: 6 },
        hovertemplate: `epoch ${epoch}, after block %{x}<br>%{y:.2f} %<extra></extra>`,
      });
    });
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('blocks of the last stage', { domain: columnDomain(column + 1, columns, 0.04), anchor: `y${suffix}` as 'y', zeroline: false, dtick: 1 }),
      [`yaxis${suffix}`]: axis(column === 0 ? 'accuracy (%)' : '', {
        anchor: `x${suffix}` as 'x',
        rangemode: 'tozero',
        showticklabels: column === 0,
        ...(column === 0 ? {} : { matches: 'y' as const }),
      }),
    });
  });
  layout.annotations = networks.map(({ network }, i) => panelHeading(network, i + 1));
  return new Figure({ name: 'early-readout-over-training', data, layout });
}
