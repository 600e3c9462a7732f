import type { Annotations, Data, Layout, LayoutAxis, PlotData } from 'plotly.js';
import { inLines, legendRows, lineCount } from './text-lines';

/** First Arial, which most viewers have; static figures are drawn with Arimo, of the same metrics. */
const fontFamily = 'Arial, Arimo, "Liberation Sans", Helvetica, sans-serif';

const ink = '#222';
const paleInk = '#555';
const grid = '#e8e8e8';

/** Okabe & Ito's palette, told apart with any common form of color vision. */
export const palette = {
  black: '#000000',
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  grey: '#999999',
} as const;

/** What {@link frame} is made from. */
export interface Frame {
  /** What the figure is about, as a claim or question. */
  readonly title: string;
  /** What points, lines and bands are, and n. */
  readonly caption: string;
  readonly width?: number;
  readonly height?: number;
  /** Room for headings above the panels. */
  readonly headings?: boolean;
  /** Names in the legend, which takes as many rows below the panels as it needs. */
  readonly legend?: readonly string[];
  /** Instead of the usual ones; that above is for a title and caption of one line each. */
  readonly margin?: Partial<Record<'l' | 'r' | 't' | 'b', number>>;
}

const legendRowHeight = 28;
const captionLineHeight = 15;
const titleLineHeight = 20;

/** Width and height in pixels of a figure that says none: it fits a column of JupyterLab beside its file browser. */
export const SIZE = { width: 700, height: 460 } as const;

/**
 * Layout common to all figures: title and caption at the upper left, in as many lines as they need, legend at the bottom. A click on an entry of the legend shows
 * it alone, a double click takes it away.
 * @param height that of a figure with a title and caption of one line each; more lines make it higher
 */
export function frame({ title, caption, width = SIZE.width, height = SIZE.height, headings = false, legend = [], margin = {} }: Frame): Partial<Layout> {
  const [titleLines, captionLines] = [inLines(title, width - 28, 16, 'bold'), inLines(caption, width - 28, 12)];
  const [titleMore, captionMore] = [lineCount(titleLines) - 1, lineCount(captionLines) - 1];
  // plotly.js 4.1.1 sets text of several lines higher than one line: by 0.7 of its size.
  const more = titleLineHeight * titleMore + captionLineHeight * captionMore + (titleMore > 0 ? 11 : 0) + (captionMore > 0 ? 8 : 0);
  const { l = 66, r = 16 } = margin;
  return {
    width,
    height: height + more,
    title: {
      text: `<b>${titleLines}</b>`,
      font: { size: 16, color: ink },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { l: 14, t: titleMore > 0 ? 25 : 14 },
      subtitle: { text: captionMore > 0 ? `<br>${captionLines}` : captionLines, font: { size: 12, color: paleInk } },
    },
    font: { family: fontFamily, size: 13, color: ink },
    margin: { l, r, b: 60 + legendRows(legend, width - l - r) * legendRowHeight, ...margin, t: (margin.t ?? (headings ? 86 : 70)) + more },
    paper_bgcolor: '#fff',
    plot_bgcolor: '#fff',
    hovermode: 'closest',
    legend: {
      font: { size: 12 },
      orientation: 'h',
      xref: 'container',
      x: 0.02,
      xanchor: 'left',
      yref: 'container',
      y: 0.01,
      yanchor: 'bottom',
      itemclick: 'toggleothers',
      itemdoubleclick: 'toggle',
      groupclick: 'togglegroup',
    },
    // Upright, so that JupyterLab's tools do not cover the title.
    modebar: { orientation: 'v' },
  };
}

/** Names of the traces that the legend has an entry for. */
export const legendOf = (data: readonly Data[]): string[] =>
  (data as readonly Partial<PlotData>[]).flatMap(({ name, showlegend }) => (name === undefined || showlegend === false ? [] : [name]));

/** An axis with a title, light grid and a visible zero. */
export function axis(title: string, more: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  return {
    title: { text: title, standoff: 8, font: { size: 13 } },
    gridcolor: grid,
    zeroline: true,
    zerolinecolor: palette.grey,
    zerolinewidth: 1,
    linecolor: ink,
    showline: true,
    ticks: 'outside',
    ticklen: 4,
    ...more,
  };
}

/**
 * A logarithmic axis over these values, with ticks at powers of ten: at two of them or more, and at seven or less.
 * @param values what is drawn along it; those that are not above 0 have no place
 */
export function logarithmicAxis(title: string, values: readonly number[], more: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  const logarithms = values.filter((value) => value > 0 && value < Infinity).map(Math.log10);
  let [low, high] = logarithms.length === 0 ? [0, 1] : [logarithms.reduce((a, b) => Math.min(a, b)), logarithms.reduce((a, b) => Math.max(a, b))];
  while (Math.floor(high) - Math.ceil(low) < 1) {
    const [below, above] = [Math.ceil(low) - 1, Math.floor(high) + 1];
    if (low - below < above - high) low = below;
    else high = above;
  }
  const step = Math.ceil((Math.floor(high) - Math.ceil(low)) / 6);
  const powers = Array.from({ length: Math.floor((Math.floor(high) - Math.ceil(low)) / step) + 1 }, (_, i) => Math.ceil(low) + i * step);
  const plain = powers.every((power) => Math.abs(power) <= 3);
  const room = 0.05 * (high - low);
  return axis(title, {
    type: 'log',
    range: [low - room, high + room],
    tickvals: powers.map((power) => 10 ** power),
    ticktext: powers.map((power) => (plain ? String(Number(`1e${power}`)) : `10<sup>${String(power).replace('-', '−')}</sup>`)),
    minor: { ticks: 'outside', ticklen: 2, tickvals: step > 1 ? [] : between(low - room, high + room) },
    zeroline: false,
    ...more,
  });
}

/** Two to nine times the powers of ten between two logarithms. */
function between(low: number, high: number): number[] {
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) }, (_, i) => Math.floor(low) + i);
  return powers.flatMap((power) => [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => Number(`${digit}e${power}`))).filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
}

/** Ticks at whole numbers of blocks. @param blocks how many the axis shows */
export function blockTicks(blocks: number): Partial<LayoutAxis> {
  return { tick0: 0, dtick: blocks > 10 ? 5 : 1, zeroline: false };
}

/** The heading of a panel, above its axes `x{number}` and `y{number}` (number from 1). */
export function panelHeading(text: string, number: number): Partial<Annotations> {
  const suffix = axisSuffix(number);
  return {
    text,
    xref: `x${suffix} domain` as 'paper',
    yref: `y${suffix} domain` as 'paper',
    x: 0.5,
    y: 1,
    xanchor: 'center',
    yanchor: 'bottom',
    yshift: 3,
    showarrow: false,
    font: { size: 13 },
  };
}

/** plotly calls the first axis `x`, the second `x2`. */
export function axisSuffix(number: number): string {
  return number === 1 ? '' : String(number);
}

/** Column `number` (from 1) of `columns` panels side by side: its share of the width. */
export function columnDomain(number: number, columns: number, gap: number): [number, number] {
  const width = (1 - gap * (columns - 1)) / columns;
  const left = (number - 1) * (width + gap);
  return [left, Math.min(1, left + width)];
}
