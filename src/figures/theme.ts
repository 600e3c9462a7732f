import type { Annotations, Layout, LayoutAxis } from 'plotly.js';

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

interface Frame {
  /** What the figure is about, as a claim or question. */
  readonly title: string;
  /** What points, lines and bands are, and n. */
  readonly caption: string;
  readonly width?: number;
  readonly height?: number;
  /** Room for headings above the panels. */
  readonly headings?: boolean;
  /** Rows that the legend takes below the panels. */
  readonly legendRows?: number;
}

const legendRowHeight = 28;

/**
 * Layout common to all figures: 700 × 460 pixels unless said, so that they fit a column of JupyterLab beside its file browser;
 * title and caption at the upper left, legend at the bottom.
 */
export function frame({ title, caption, width = 700, height = 460, headings = false, legendRows = 2 }: Frame): Partial<Layout> {
  return {
    width,
    height,
    title: {
      text: `<b>${title}</b>`,
      font: { size: 16, color: ink },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { l: 14, t: 14 },
      subtitle: { text: caption, font: { size: 12, color: paleInk } },
    },
    font: { family: fontFamily, size: 13, color: ink },
    margin: { l: 66, r: 16, t: headings ? 86 : 70, b: 60 + legendRows * legendRowHeight },
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
    },
    // Upright, so that JupyterLab's tools do not cover the title.
    modebar: { orientation: 'v' },
  };
}

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

/** A logarithmic axis with ticks at 1, 2 and 5 times the powers of ten, written in full. */
export function logarithmicAxis(title: string, more: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  const tickvals = [-4, -3, -2, -1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  return axis(title, { type: 'log', tickvals, ticktext: tickvals.map(String), zeroline: false, ...more });
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
