import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { evidence, type EvidenceRow } from '../../claims/evidence';
import { verdictInWords } from '../../claims/readable';
import { verdicts, type Verdict } from '../../claims/decide';
import { Figure } from '../figure';
import { FEWEST_FOR_INTERVAL } from '../../statistics/shown-interval';
import { captionOf, onlyTask, seedCount } from '../sample';
import { translucent } from '../setting-style';
import { axis, axisSuffix, frame, palette, panelHeading } from '../theme';
import { widthOfLabels } from '../text-lines';

export const verdictStyles: Readonly<Record<Verdict, { color: string; symbol: 'circle' | 'x' | 'circle-open' | 'square-open' | 'line-ns-open' }>> = {
  supported: { color: palette.blue, symbol: 'circle' },
  contradicted: { color: palette.vermilion, symbol: 'x' },
  undecided: { color: palette.grey, symbol: 'circle-open' },
  'not competent': { color: palette.grey, symbol: 'square-open' },
  'decides nothing': { color: palette.grey, symbol: 'line-ns-open' },
};

const panels = [
  { unit: '', heading: 'indices and ratios', title: 'effect on the index, ratio, or its logarithm' },
  { unit: 'percentage points', heading: 'test error', title: 'effect on test error (percentage points)' },
] as const;

const rowHeight = 26;
const panelGap = 96;

/**
 * What the networks say of the claims L1 to L4: every comparison's effect with its interval, colored by its verdict.
 */
export function claimEffects(claimTable: ColumnTable): Figure {
  const rows = evidence.rows(claimTable);
  const shown = panels
    .map((panel) => ({ ...panel, rows: rows.filter((row) => row.unit === panel.unit) }))
    .filter((panel) => panel.rows.length > 0);
  const plotHeight = rowHeight * rows.length + panelGap * Math.max(0, shown.length - 1);
  const labelWidth = widthOfLabels(rows.map(labelOf), 428);
  const layout: Partial<Layout> = frame({
    title: 'What do these networks say of the claims?',
    caption: captionOf(
      rows.some((row) => effectsBySeed(row).length > 0) ? 'small points: single seeds' : '',
      rows.some(({ lower }) => lower !== null) ? `bars: two-sided 95 % intervals over seeds (from ${FEWEST_FOR_INTERVAL})` : '',
      rows.some(({ primary }) => primary) ? 'bold: decides, by a one-sided 95 % bound' : '',
      ofWhat(rows),
    ),
    width: labelWidth + 352,
    height: plotHeight + 182,
    margin: { l: labelWidth, t: 90, b: 92 },
  });
  const data: Data[] = [];
  let below = plotHeight;
  shown.forEach((panel, i) => {
    const suffix = axisSuffix(i + 1);
    const labels = panel.rows.map(label);
    const height = rowHeight * panel.rows.length;
    Object.assign(layout, {
      [`yaxis${suffix}`]: axis('', {
        domain: [(below - height) / plotHeight, below / plotHeight],
        anchor: `x${suffix}` as 'x',
        type: 'category',
        categoryorder: 'array',
        categoryarray: labels,
        range: [panel.rows.length - 0.4, -0.6],
        tickfont: { size: 12 },
      }),
      [`xaxis${suffix}`]: axis(panel.title, { anchor: `y${suffix}` as 'y', rangemode: 'tozero' }),
    });
    below -= height + panelGap;
    for (const verdict of verdicts) {
      const decided = panel.rows.filter((row) => row.verdict === verdict);
      if (decided.length === 0) continue;
      data.push(effects(verdict, decided, suffix, !data.some((trace) => trace.name === verdict)));
      const seeds = decided.flatMap((row) => effectsBySeed(row).map((effect) => ({ row, effect })));
      if (seeds.length > 0) data.push(singleSeeds(verdict, seeds, suffix));
    }
  });
  layout.annotations = shown.map(({ heading }, i) => panelHeading(heading, i + 1));
  return new Figure({ name: 'claim-effects', data, layout });
}

/** The effects of single seeds, where they are too few for an interval and more than one. */
function effectsBySeed({ lower, bySeed }: EvidenceRow): number[] {
  const effects = bySeed === '' ? [] : bySeed.split(' ').map(Number);
  return lower === null && effects.length > 1 ? effects : [];
}

function singleSeeds(verdict: Verdict, seeds: readonly { readonly row: EvidenceRow; readonly effect: number }[], suffix: string): Data {
  const { color } = verdictStyles[verdict];
  return {
    type: 'scatter',
    mode: 'markers',
    name: verdict,
    legendgroup: verdict,
    showlegend: false,
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    x: seeds.map(({ effect }) => effect),
    y: seeds.map(({ row }) => label(row)),
    hovertemplate: 'one seed: %{x:.3f}<extra></extra>',
    marker: { color: translucent(color, 0.55), symbol: 'circle', size: 5 },
  };
}

function effects(verdict: Verdict, rows: readonly EvidenceRow[], suffix: string, showlegend: boolean): Data {
  const style = verdictStyles[verdict];
  return {
    type: 'scatter',
    mode: 'markers',
    name: verdict,
    legendgroup: verdict,
    showlegend,
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    x: rows.map((row) => row.effect),
    y: rows.map(label),
    error_x: {
      type: 'data',
      symmetric: false,
      array: rows.map((row) => (row.upper === null ? 0 : row.upper - row.effect)),
      arrayminus: rows.map((row) => (row.lower === null ? 0 : row.effect - row.lower)),
      color: style.color,
      thickness: 1.5,
      width: 4,
    },
    text: rows.map((row) => `${row.statistic}<br>${row.rule}<br>n = ${row.n} seeds<br>${verdictInWords(row)}<br>${runsInWords(row)}`),
    hovertemplate: '%{text}<br>effect %{x:.3f}<extra></extra>',
    marker: { color: style.color, symbol: style.symbol, size: 9, line: { width: 1.5, color: style.color } },
  };
}

/** At most so many runs are named where a row is pointed at. */
const mostNamed = 24;

/** The names of the runs behind a row, for the hover text. */
export function runsInWords({ runs }: Pick<EvidenceRow, 'runs'>): string {
  const names = runs.split(' ');
  const lines = Array.from({ length: Math.ceil(Math.min(names.length, mostNamed) / 4) }, (_, i) => names.slice(4 * i, Math.min(4 * i + 4, mostNamed)).join(' '));
  return `${names.length === 1 ? 'run' : `${names.length} runs`}:<br>${lines.join('<br>')}${names.length > mostNamed ? ' …' : ''}`;
}

function ofWhat(rows: readonly EvidenceRow[]): string {
  if (rows.length === 0) return 'no comparison can be made';
  const counts = rows.map((row) => row.n);
  return `${onlyTask(rows)}, ${seedCount(Math.min(...counts), Math.max(...counts))}`;
}

const labelOf = ({ claim, networks, statement }: EvidenceRow): string => `${claim}: ${statement}${networks === 'batch norm' ? '' : ` (${networks})`}`;
const label = (row: EvidenceRow): string => (row.primary ? `<b>${labelOf(row)}</b>` : labelOf(row));
