import type { ColumnTable } from 'arquero';
import type { Annotations, Data, Layout, LayoutAxis } from 'plotly.js';
import { z } from 'zod';
import { tableKind } from '../files/table-kind';
import { IMAGES, imageFields } from '../measuring/on-images';
import { conditionFields, type Condition } from '../tables/condition';
import { bandSeries, bandSeriesCaption } from './band-series';
import { Figure } from './figure';
import { imageSample, intervalCaption, intervalSeries } from './interval-series';
import { networkStyle } from './network-series';
import { captionOf, sample, seedsOf } from './sample';
import { linesOfPanel, settingPanels, type PanelLine, type SettingPanel } from './setting-panels';
import { axis, axisSuffix, columnDomain, frame, legendOf, panelHeading } from './theme';

/** What of a measure is drawn, and how a figure says so. */
export interface AgainstBlock {
  /** column of the measure */
  readonly y: string;
  /** its key along the horizontal axis; `depth` unless said: the block through the whole network */
  readonly x?: string;
  /** default: y against x */
  readonly title?: string;
  /** of the vertical axis; default: y */
  readonly vertical?: string;
  /** of the horizontal axis; default: x */
  readonly horizontal?: string;
  /** how values are to be read, for the caption */
  readonly reading?: string;
  /** of files; default: y against x */
  readonly name?: string;
}

/**
 * A number of any measure against its block, or another key: of a table over images (`Measured.table`) a line for each network (and stage, along another key) with
 * intervals over images, test and training images side by side; of one over runs (`measureTable`, `measureRuns`) a line for each
 * setting, with a band over its seeds, in small multiples where settings are more than four.
 * @throws Error for a table that lacks a column, or is of several tasks
 */
export function againstBlock(table: ColumnTable, drawn: AgainstBlock): Figure {
  return table.columnIndex('run') < 0 ? overImages(table, inFull(drawn)) : overRuns(table, inFull(drawn));
}

function inFull({ y, x = 'depth', title = `${y} against ${x}`, vertical = y, horizontal = x === 'depth' ? 'block' : x, reading = '', name = `${y}-against-${x}` }: AgainstBlock): Required<AgainstBlock> {
  return { y, x, title, vertical, horizontal, reading, name };
}

function overImages(table: ColumnTable, { name, y, x, title, vertical, horizontal, reading }: Required<AgainstBlock>): Figure {
  const shape = { ...imageFields, measure: z.string(), ...keyFields(table, x) };
  const rows = tableKind('measure', z.strictObject(shape)).rows(table).filter((row) => row.measure === y);
  if (rows.length === 0) throw new Error(`The table has no rows of "${y}".`);
  const at = (row: (typeof rows)[number]): number => (row as Readonly<Record<string, unknown>>)[x] as number;
  const lineOf = lines(rows, x, ({ network }) => network);
  const placeOf = (row: object): string => (x === 'depth' && 'stage' in row && 'block' in row ? `stage ${String(row.stage)}, block ${String(row.block)}` : `${x} ${at(row as (typeof rows)[number])}`);
  const sets = [...IMAGES].reverse().filter((images) => rows.some((row) => row.images === images));
  const names = [...new Set(rows.map(lineOf))];
  const layout: Partial<Layout> = {
    ...frame({ title, caption: captionOf(reading, intervalCaption(rows), imageSample(rows)), headings: true, legend: names }),
    annotations: sets.map((images, i) => panelHeading(`${images} images`, i + 1)),
  };
  const data: Data[] = [];
  sets.forEach((images, i) => {
    const suffix = axisSuffix(i + 1);
    names.forEach((line, n) => {
      const own = rows.filter((row) => row.images === images && lineOf(row) === line).sort((a, b) => at(a) - at(b));
      if (own.length === 0) return;
      const series = intervalSeries({
        name: line,
        style: networkStyle(n),
        points: own.map((row) => ({ ...row, x: at(row) })),
        axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
        showlegend: i === 0,
        format: '.4f',
      });
      data.push({ ...series, text: own.map(placeOf), hovertemplate: `${line}, %{text}<br>%{y:.4f}<extra></extra>` });
    });
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis(horizontal, { domain: columnDomain(i + 1, sets.length, 0.05), anchor: `y${suffix}` as 'y', zeroline: false }),
      [`yaxis${suffix}`]: axis(i === 0 ? vertical : '', { anchor: `x${suffix}` as 'x', rangemode: 'tozero', showticklabels: i === 0, ...(i > 0 ? { matches: 'y' as const } : {}) }),
    });
  });
  return new Figure({ name, data, layout });
}

/** The key along the axis, and those that say where a block is, where the table has them. */
function keyFields(table: ColumnTable, x: string): Readonly<Record<string, z.ZodNumber>> {
  const names = ['stage', 'block'].filter((name) => table.columnIndex(name) >= 0);
  return Object.fromEntries([...names, x].map((name) => [name, z.number()]));
}

/** Of the stages of one setting, in one panel. */
const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const;

const stageOf = (row: object): unknown => ('stage' in row ? row.stage : undefined);

/** The stages of rows along a key that begins anew in every stage; none along the block through the whole network. */
const stagesApart = (rows: readonly object[], x: string): unknown[] => (x === 'depth' ? [] : [...new Set(rows.map(stageOf))]);

/** What tells lines apart: along a key that begins anew in every stage, the stage too. */
function lines<Row extends object>(rows: readonly Row[], x: string, own: (row: Row) => string): (row: Row) => string {
  const several = stagesApart(rows, x).length > 1;
  return (row) => (several ? `${own(row)}, stage ${String(stageOf(row))}` : own(row));
}

/** One panel of a figure over runs. */
interface Panel<Row> {
  readonly heading: string;
  readonly lines: readonly PanelLine<Row>[];
}

/** All settings in one panel, each stage by a dash of its own; where settings are many, small multiples of settings (and stages, side by side), in columns. */
function panelsOf<Row extends Condition>(rows: readonly Row[], x: string): { readonly panels: readonly Panel<Row>[]; readonly columns: number } {
  const settings = settingPanels(rows);
  const stages = stagesApart(rows, x);
  const several = stages.length > 1;
  const [only] = settings;
  if (only === undefined || settings.length === 1) {
    const byStage = (line: PanelLine<Row>): PanelLine<Row>[] =>
      stages.flatMap((stage, i) => {
        const own = line.rows.filter((row) => stageOf(row) === stage);
        return own.length === 0 ? [] : [{ ...line, name: `${line.name}, stage ${String(stage)}`, style: { ...line.style, dash: DASHES[i % DASHES.length]! }, rows: own }];
      });
    const all = only === undefined ? [] : linesOfPanel(only);
    return { panels: [{ heading: '', lines: several ? all.flatMap(byStage) : all }], columns: 1 };
  }
  if (!several) return { panels: settings.map((panel) => ({ heading: panel.heading, lines: linesOfPanel(panel) })), columns: 2 };
  const ofStage = (panel: SettingPanel<Row>, stage: unknown): Panel<Row> => ({
    heading: `${panel.heading}, stage ${String(stage)}`,
    lines: linesOfPanel(panel).map((line) => ({ ...line, rows: line.rows.filter((row) => stageOf(row) === stage) })),
  });
  return { panels: settings.flatMap((panel) => stages.map((stage) => ofStage(panel, stage))), columns: stages.length };
}

function overRuns(table: ColumnTable, { name, y, x, title, vertical, horizontal, reading }: Required<AgainstBlock>): Figure {
  const shape = { ...conditionFields, ...keyFields(table, x), [y]: z.number().or(z.nan()) };
  const rows = tableKind('measure of runs', z.strictObject(shape)).rows(table);
  const value = (row: (typeof rows)[number], column: string): number => (row as Readonly<Record<string, unknown>>)[column] as number;
  const { panels, columns } = panelsOf(rows, x);
  const [small, down] = [panels.length > 1, Math.ceil(panels.length / columns)];
  const shown = new Set<string>();
  const data: Data[] = [];
  const axes: Partial<Layout> = {};
  panels.forEach(({ lines: drawn }, p) => {
    const suffix = axisSuffix(p + 1);
    for (const { name: line, style, rows: own } of drawn) {
      const places = [...new Set(own.map((row) => value(row, x)))].sort((a, b) => a - b);
      data.push(
        ...bandSeries({
          name: line,
          style,
          positions: places.map((place) => ({ x: place, values: own.filter((row) => value(row, x) === place).map((row) => value(row, y)) })),
          axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
          showlegend: !shown.has(line),
          format: '.4f',
        }),
      );
      shown.add(line);
    }
    const [row, column, last] = [Math.floor(p / columns), p % columns, p + columns >= panels.length];
    const place = (of: 'x' | 'y'): Partial<LayoutAxis> =>
      small ? { domain: of === 'x' ? columnDomain(column + 1, columns, 0.05) : columnDomain(down - row, down, 0.26 / down), anchor: `${of === 'x' ? 'y' : 'x'}${suffix}` as 'x' } : {};
    Object.assign(axes, {
      [`xaxis${suffix}`]: axis(last ? horizontal : '', { zeroline: false, ...place('x'), ...(small && { showticklabels: last, ...(row > 0 && { matches: `x${axisSuffix(column + 1)}` as 'x' }) }) }),
      [`yaxis${suffix}`]: axis(small ? '' : vertical, { rangemode: 'tozero', ...place('y'), ...(small && { showticklabels: column === 0, ...(p > 0 && { matches: 'y' as const }) }) }),
    });
  });
  const layout: Partial<Layout> = {
    ...frame({
      title,
      caption: captionOf(reading, bandSeriesCaption(seedsOf(rows).most), sample(rows)),
      legend: legendOf(data),
      ...(small && { headings: true, height: 170 + 150 * down, margin: { l: 84 } }),
    }),
    ...axes,
    ...(small && { annotations: [...panels.map(({ heading }, p) => panelHeading(heading, p + 1)), besideAll(vertical)] }),
  };
  return new Figure({ name, data, layout });
}

/** The title of all vertical axes of small multiples, once. */
const besideAll = (text: string): Partial<Annotations> => ({ text, textangle: '-90', xref: 'paper', x: 0, xanchor: 'right', xshift: -50, yref: 'paper', y: 0.5, yanchor: 'middle', showarrow: false, font: { size: 13 } });
