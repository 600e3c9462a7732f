import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { measuredTable } from '../../measuring/measured-table';
import { borderlineReadouts } from './measure';
import { IMAGES } from '../../measuring/on-images';
import { Figure } from '../../figures/figure';
import { imageSample, intervalCaption, intervalSeries } from '../../figures/interval-series';
import { captionOf } from '../../figures/sample';
import { onlyNetwork } from '../../figures/only-network';
import type { SettingStyle } from '../../figures/setting-style';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

const GROUPS = ['borderline', 'already correct', 'all'] as const;
type Group = (typeof GROUPS)[number];
const READOUT_MEASURES = ['accuracy', 'loss', 'entropy'] as const;

const styles: Readonly<Record<Group, SettingStyle>> = {
  borderline: { color: palette.vermilion, symbol: 'diamond', dash: 'solid' },
  'already correct': { color: palette.blue, symbol: 'square', dash: 'solid' },
  all: { color: palette.black, symbol: 'circle', dash: 'solid' },
};

const columns = { accuracy: { title: 'accuracy (%)', factor: 100, format: '.2f' }, loss: { title: 'loss (nats)', factor: 1, format: '.3f' }, entropy: { title: 'entropy (nats)', factor: 1, format: '.3f' } };

/** J6: accuracy, loss and entropy of three groups of images behind each of the last blocks; one row of panels for test and training images. */
export function borderlineCurves(borderline: ColumnTable): Figure {
  const rows = measuredTable(borderlineReadouts(), 'stage', 'block', 'group').rows(borderline);
  const network = onlyNetwork(rows);
  const sets = [...IMAGES].reverse().filter((images) => rows.some((row) => row.images === images));
  const layout: Partial<Layout> = {
    ...frame({
      title: `Whom do the last blocks serve? (J6)`,
      caption: captionOf(network, intervalCaption(rows), imageSample(rows)),
      width: 820,
      height: 190 + 290 * sets.length,
      headings: true,
      legend: GROUPS,
    }),
  };
  const data: Data[] = [];
  sets.forEach((images, s) => {
    READOUT_MEASURES.forEach((measure, m) => {
      const suffix = axisSuffix(s * READOUT_MEASURES.length + m + 1);
      const { title, factor, format } = columns[measure];
      for (const group of GROUPS) {
        const own = rows.filter((row) => row.images === images && row.measure === measure && row.group === group);
        data.push(
          intervalSeries({
            name: group,
            style: styles[group],
            points: own.map((row) => ({ ...row, x: row.block })),
            axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
            showlegend: s === 0 && m === 0,
            format,
            factor,
          }),
        );
      }
      Object.assign(layout, {
        [`xaxis${suffix}`]: axis('read out behind block', { domain: columnDomain(m + 1, READOUT_MEASURES.length, 0.09), anchor: `y${suffix}` as 'y', dtick: 1, zeroline: false }),
        [`yaxis${suffix}`]: axis(title, { domain: columnDomain(sets.length - s, sets.length, 0.24), anchor: `x${suffix}` as 'x', rangemode: 'tozero' }),
      });
    });
  });
  layout.annotations = sets.map((images, s) => {
    const n = (group: Group): string => (rows.find((row) => row.images === images && row.group === group)?.n ?? 0).toLocaleString('en-US');
    return panelHeading(`${images} images: ${n('borderline')} borderline, ${n('already correct')} already correct, ${n('all')} in all`, s * READOUT_MEASURES.length + 2);
  });
  return new Figure({ name: 'borderline-curves', data, layout });
}
