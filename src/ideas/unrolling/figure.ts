import type { ColumnTable } from 'arquero';
import type { Data, Layout, LayoutAxis } from 'plotly.js';
import { IMAGES } from '../../measuring/on-images';
import { measuredTable, type MeasuredNumber } from '../../measuring/measured-table';
import { unrolling, unrollingOnOthers } from './measure';
import { Figure } from '../../figures/figure';
import { imageSample, intervalCaption, intervalSeries } from '../../figures/interval-series';
import { captionOf } from '../../figures/sample';
import { onlyNetwork } from '../../figures/only-network';
import { axis, axisSuffix, columnDomain, frame, legendOf, logarithmicAxis, palette, panelHeading } from '../../figures/theme';

const panels = [
  { measure: 'loss', group: 'all', title: 'loss (nats)', factor: 1, format: '.4f' },
  { measure: 'accuracy', group: 'all', title: 'accuracy (%)', factor: 100, format: '.2f' },
  { measure: 'accuracy', group: 'borderline', title: 'accuracy (%)', factor: 100, format: '.1f' },
  { measure: 'cosineLoss', group: 'all', title: 'cosine of F(h) and ∂L/∂h', factor: 1, format: '.4f' },
] as const;

const nameOf = (images: string, scale: number): string => `${images}, ${scale === 1 ? 'unscaled' : `scaled by ${scale}`}`;
const colors = { test: palette.vermilion, training: palette.blue } as const;

/** Numbers behind extra steps: of `unrolling`, and of `unrolling on other images` those that did not choose the scale. */
type Step = MeasuredNumber & { readonly scale: number; readonly step: number; readonly group: string };
const stepsOf = (table: ColumnTable): Step[] =>
  table.columnIndex('part') < 0
    ? measuredTable(unrolling(), 'scale', 'step', 'group').rows(table)
    : measuredTable(unrollingOnOthers(), 'part', 'scale', 'step', 'group').rows(table).filter(({ part }) => part === 'tested');

/**
 * J7: loss, accuracy, accuracy of the borderline examples (if there are any) and cosine behind every extra step of the last block.
 * @param tables of `unrolling` or `unrolling on other images`, e.g. on test and on training images
 */
export function unrollingCurves(...tables: readonly ColumnTable[]): Figure {
  const rows = tables.flatMap(stepsOf);
  const network = onlyNetwork(rows);
  const scales = [...new Set(rows.map(({ scale }) => scale))].sort((a, b) => b - a);
  const sets = [...IMAGES].reverse().filter((images) => rows.some((row) => row.images === images));
  const layout: Partial<Layout> = {
    ...frame({
      title: 'What if the last block is applied again and again? (J7)',
      caption: captionOf(network, intervalCaption(rows), imageSample(rows)),
      width: 780,
      height: 700,
      headings: true,
      legend: sets.flatMap((images) => scales.map((scale) => nameOf(images, scale))),
    }),
  };
  const data: Data[] = [];
  const measured = panels.filter(({ measure, group }) => rows.some((row) => row.measure === measure && row.group === group && Number.isFinite(row.estimate)));
  measured.forEach(({ measure, group, title, factor, format }, p) => {
    const suffix = axisSuffix(p + 1);
    const [column, row] = [p % 2, Math.floor(p / 2)];
    for (const images of sets) {
      for (const [s, scale] of scales.entries()) {
        const own = rows.filter((each) => each.images === images && each.scale === scale && each.measure === measure && each.group === group);
        data.push(
          intervalSeries({
            name: nameOf(images, scale),
            style: { color: colors[images], symbol: s === 0 ? 'circle-open' : 'square', dash: s === 0 ? 'dot' : 'solid' },
            points: own.map((each) => ({ ...each, x: each.step })),
            axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
            showlegend: p === 0,
            format,
            factor,
          }),
        );
      }
    }
    const place = { domain: columnDomain(2 - row, 2, 0.2), anchor: `x${suffix}` as 'x' };
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('extra steps', { domain: columnDomain(column + 1, 2, 0.13), anchor: `y${suffix}` as 'y', zeroline: false }),
      [`yaxis${suffix}`]: measure === 'loss' ? lossAxis(title, rows.flatMap((each) => (each.measure === 'loss' && each.group === 'all' ? [each.estimate] : [])), place) : axis(title, place),
    });
  });
  layout.annotations = measured.map(({ group }, p) => {
    const counts = sets.map((images) => `${(rows.find((each) => each.images === images && each.group === group)?.n ?? 0).toLocaleString('en-US')} ${images}`);
    return panelHeading(`${group === 'all' ? '' : `${group}: `}${counts.join(' and ')} images`, p + 1);
  });
  return new Figure({ name: 'unrolling-curves', data, layout });
}

/**
 * How the scale of unrolling was chosen (ours): mean loss behind the last extra step against the scale; the line is the loss of
 * the network as it is.
 * @param table of `unrolling on other images`
 */
export function unrollingScales(table: ColumnTable, chosen: number): Figure {
  const rows = measuredTable(unrollingOnOthers(), 'part', 'scale', 'step', 'group').rows(table).filter(({ measure, part, group }) => measure === 'loss' && part === 'choosing' && group === 'all');
  const network = onlyNetwork(rows);
  const last = Math.max(...rows.map(({ step }) => step));
  const behindLast = rows.filter(({ step, estimate }) => step === last && Number.isFinite(estimate)).sort((a, b) => a.scale - b.scale);
  const start = rows.find(({ step }) => step === 0)?.estimate ?? Number.NaN;
  const scales = behindLast.map(({ scale }) => scale);
  const style = { color: palette.blue, symbol: 'square', dash: 'solid' } as const;
  const data: Data[] = [
    intervalSeries({ name: `behind ${last} extra steps`, style, points: behindLast.map((row) => ({ ...row, x: row.scale })), axes: { xaxis: 'x', yaxis: 'y' }, showlegend: true, format: '.4f' }),
    { type: 'scatter', mode: 'lines', name: 'the network as it is', x: [scales[0] ?? 0, scales[scales.length - 1] ?? 1], y: [start, start], line: { color: palette.grey, dash: 'dash', width: 1.5 } },
  ];
  return new Figure({
    name: 'unrolling-scales',
    data,
    layout: {
      ...frame({ title: 'Which scale of the unrolled block’s output?', caption: captionOf(network, `chosen: ${chosen}`, intervalCaption(behindLast), imageSample(rows)), height: 400, legend: legendOf(data), headings: true }),
      xaxis: logarithmicAxis('scale', scales),
      yaxis: lossAxis('mean loss (nats)', [start, ...behindLast.map(({ estimate }) => estimate)]),
      annotations: [panelHeading(`${rows[0]?.images ?? 'no'} images`, 1)],
    },
  });
}

/** Logarithmic where losses span a power of ten or more: one scale may take them far away. */
function lossAxis(title: string, losses: readonly number[], more: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  const finite = losses.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  return least > 0 && most >= 10 * least ? logarithmicAxis(title, finite, more) : axis(title, { rangemode: 'tozero', ...more });
}
