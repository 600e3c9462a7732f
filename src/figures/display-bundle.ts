import { escapeHtml } from '../files/escape-html';
import { warnIfUnwritten, writeOutput } from '../files/output-folder';
import type { Figure } from './figure';
import { staticImage } from './static/static-image';

/**
 * A figure's representations by MIME type: plotly's, which JupyterLab draws, a line of text, and in headless runs
 * (`STATIC_FIGURES=1`) a PNG for viewers without JavaScript, whose alternative text is that line. With `OUTPUT_DIR` set it is also written there, as
 * `NAME.svg` and `NAME.plotly.json`. A picture or file that cannot be made is reported on the error stream; what can
 * be shown is shown.
 */
export async function displayBundle(figure: Figure): Promise<Record<string, unknown>> {
  const { name, data, layout } = figure;
  const plotly = {
    data,
    layout,
    config: { responsive: true, displaylogo: false, toImageButtonOptions: { filename: name, format: 'svg' } },
  };
  const bundle: Record<string, unknown> = { 'application/vnd.plotly.v1+json': plotly, 'text/plain': describe(figure) };
  const writing = writesFiles();
  if (writing) await warnIfUnwritten(() => writeOutput(`${name}.plotly.json`, `${JSON.stringify({ data, layout })}\n`));
  if (!drawsPictures()) return bundle;
  try {
    const { svg, png } = await staticImage(figure);
    if (process.env.STATIC_FIGURES === '1') bundle['image/png'] = png.toString('base64');
    if (writing) await warnIfUnwritten(() => writeOutput(`${name}.svg`, labelled(svg, figure)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return bundle;
}

/** Whether figures are drawn without a browser, as files or in headless runs. */
export function drawsPictures(): boolean {
  return writesFiles() || process.env.STATIC_FIGURES === '1';
}

function writesFiles(): boolean {
  return (process.env.OUTPUT_DIR ?? '') !== '';
}

/** `[Figure: title caption]`. */
export function describe(figure: Figure): string {
  return `[Figure: ${inWords(figure)}]`;
}

/** An SVG that says to those who do not see it what it shows. */
function labelled(svg: string, figure: Figure): string {
  return svg.replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(inWords(figure))}" `);
}

/** Title and caption without markup. */
function inWords({ name, layout }: Figure): string {
  const title = typeof layout.title === 'object' ? layout.title : undefined;
  const caption = typeof title?.subtitle === 'object' ? title.subtitle.text : title?.subtitle;
  const words = [title?.text ?? name, caption ?? ''].filter((part) => part !== '').join(' ');
  return words.replace(/ ?<br>/g, ' ').replace(/<[^>]+>/g, '');
}
