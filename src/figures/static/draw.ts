import { createHash } from 'node:crypto';
import { Resvg } from '@resvg/resvg-js';
import type { Data, Layout } from 'plotly.js';
import { browserlessPlotly, type BrowserlessPlotly } from './browserless-plotly';
import { fontFamily, fontFiles } from './font';
import { SIZE } from '../theme';

/** A figure as plain JSON. Width and height of its layout are those of the image, in pixels; the usual ones unless given. */
export interface Drawing {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

const needsWebGL =
  /gl$|^(surface|scatter3d|mesh3d|cone|streamtube|isosurface|volume|splom|parcoords|(scatter|choropleth|density)map(box)?)$/;

let loaded: BrowserlessPlotly | undefined;

/** Loads plotly.js, which takes 1 to 2 s, if it is not there yet. */
export function loadPlotly(): BrowserlessPlotly {
  return (loaded ??= browserlessPlotly());
}

/**
 * A figure as SVG text, the same on every machine: numbers are rounded to 3 decimals, identifiers follow from the
 * figure's content.
 * @throws Error for traces that need WebGL, and for what plotly.js refuses
 */
export async function drawSvg({ data, layout }: Drawing): Promise<string> {
  const refused = data.map((trace) => trace.type ?? 'scatter').filter((type) => needsWebGL.test(type));
  if (refused.length > 0)
    throw new Error(`A static figure cannot show ${refused.join(', ')}: these need WebGL. Use another trace type.`);
  const json = JSON.stringify({ data, layout: { ...SIZE, ...layout } });
  const { plotly, document, seedIdentifiers } = loadPlotly();
  seedIdentifiers(createHash('sha256').update(rounded(json)).digest().readUInt32LE());
  const element = document.createElement('div');
  document.body.append(element);
  try {
    // plotly.js changes what it is given: it gets a copy.
    const copy = JSON.parse(json) as Drawing;
    await plotly.newPlot(element, copy.data, copy.layout, { staticPlot: true });
    return tidy(plotly.Snapshot.toSVG(element, 'svg'));
  } finally {
    plotly.purge(element);
    element.remove();
  }
}

/**
 * Rounds numbers in attributes to 3 decimals, and writes references without quotes, which some SVG readers need. The legend is not clipped: in a viewer without the
 * figures' font its words are wider, and the last one would be cut.
 */
function tidy(svg: string): string {
  const rounded = (digits: string): string => String(Number(Number(digits).toFixed(3)));
  return svg
    .replace(/url\((?:'|&quot;|")#([^'"&]+)(?:'|&quot;|")\)/g, 'url(#$1)')
    .replace(/(<g class="scrollbox"[^>]*?) clip-path="[^"]*"/g, '$1')
    .replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, rounded));
}

/** SVG text as PNG on white, `scale` pixels for each unit, with the figures' own font only. */
export function rasterize(svg: string, scale: number): Buffer {
  const image = new Resvg(svg.replace(/image-rendering: ?[^;"]+/g, 'image-rendering: optimizeSpeed'), {
    background: '#fff',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(fontFiles),
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  });
  return image.render().asPng();
}

/** The same for numbers that differ in their last bits only, as they do between versions of V8. */
function rounded(json: string): string {
  return JSON.stringify(JSON.parse(json, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)));
}
