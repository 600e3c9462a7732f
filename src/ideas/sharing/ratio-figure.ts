import type { ColumnTable } from 'arquero';
import type { Layout } from 'plotly.js';
import { gradientRatioTable } from './rows';
import { bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { byNetwork, networkPanel, networkSample, networkSeeds } from '../../figures/network-series';
import { captionOf } from '../../figures/sample';
import { axis, axisSuffix, columnDomain, frame, logarithmicAxis, panelHeading } from '../../figures/theme';

const across = 3;

/**
 * J8 and J9: the gradient-norm ratio r against the training step, one panel for each kind of network, the others in grey behind it.
 * @param ratios a `gradient ratios` table
 */
export function gradientRatioHistory(ratios: ColumnTable): Figure {
  const rows = gradientRatioTable.rows(ratios);
  const kinds = byNetwork(rows);
  const down = Math.max(1, Math.ceil(kinds.length / across));
  const layout: Partial<Layout> = frame({
    title: 'Do gradients explode on their way back to the first block? (J8, J9)',
    caption: captionOf('r = ‖∂L/∂h<sub>1</sub>‖ / ‖∂L/∂h<sub>1+2n</sub>‖', bandSeriesCaption(networkSeeds(rows)), kinds.length > 1 ? 'grey: the other kinds' : '', networkSample(rows)),
    height: 170 + 190 * down,
    headings: true,
  });
  const data = kinds.flatMap(({ network }, i) => {
    const suffix = axisSuffix(i + 1);
    const isLast = i + across >= kinds.length;
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis(isLast ? 'training step' : '', { domain: columnDomain((i % across) + 1, across, 0.05), anchor: `y${suffix}` as 'y', zeroline: false, nticks: 5 }),
      [`yaxis${suffix}`]: logarithmicAxis(i % across === 0 ? 'r' : '', rows.map(({ ratio }) => ratio), {
        domain: columnDomain(down - Math.floor(i / across), down, 0.34 / down),
        anchor: `x${suffix}` as 'x',
        showticklabels: i % across === 0,
      }),
    });
    return networkPanel(rows, { network, x: ({ step }) => step, y: ({ ratio }) => ratio, suffix, format: '.3g' });
  });
  layout.annotations = kinds.map(({ network }, i) => panelHeading(network, i + 1));
  return new Figure({ name: 'gradient-ratio-history', data, layout });
}
