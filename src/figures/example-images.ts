import type { Annotations } from 'plotly.js';
import { labelsPerImage, type ImageSet } from '../data/dataset';
import { Figure } from './figure';
import { encodePng } from './png';
import { frame } from './theme';

const cell = 62;
const gap = 4;
const titleHeight = 26;
/** Beyond as many characters titles would run into one another at the usual size. */
const LONG_TITLE = 10;
/** Pixels are enlarged by a whole number, so that viewers show them sharp. */
const enlargement = 3;

/** Images with what stands above them. */
interface Column {
  readonly title: string;
  /** numbers of images in the set */
  readonly images: readonly number[];
}

/**
 * The first images of a set, in its order: of every class `examples`, one column for each class (one image of each where there are many); where images have several classes each, one
 * image a column in as many rows, with its classes above it.
 * @throws RangeError if a label has no class name
 */
export function exampleImages(set: ImageSet, classes: readonly string[], examples = 4): Figure {
  return labelsPerImage(set) === 1 ? byClass(set, classes, examples) : withLabels(set, classes, examples);
}

/** Many classes have one image each, in as many rows as it takes. */
function byClass(set: ImageSet, classes: readonly string[], most: number): Figure {
  const examples = classes.length > ACROSS ? 1 : most;
  const columns = classes.map((title) => ({ title, images: [] as number[] }));
  for (let i = 0; i < set.size; i++) {
    nameOf(set, classes, i);
    const { images } = columns[set.labels[i]!]!;
    if (images.length < examples) images.push(i);
  }
  const what = examples === 1 ? 'image' : `${examples} images`;
  return grid(set, inBands(columns), `The first ${what} of each class, of ${count(set.size)} images`);
}

/** Columns side by side. */
const ACROSS = 10;

function inBands(columns: readonly Column[]): Column[][] {
  return Array.from({ length: Math.ceil(columns.length / ACROSS) }, (_, band) => columns.slice(band * ACROSS, (band + 1) * ACROSS));
}

function withLabels(set: ImageSet, classes: readonly string[], rows: number): Figure {
  const shown = Math.min(set.size, ACROSS * rows);
  const columns = Array.from({ length: shown }, (_, i): Column => ({ title: nameOf(set, classes, i), images: [i] }));
  return grid(set, inBands(columns), `The first ${shown} images, of ${count(set.size)}; above each its digits, from the back to the front`);
}

/** The classes of an image. @throws RangeError if a label has no class name */
function nameOf(set: ImageSet, classes: readonly string[], image: number): string {
  const n = labelsPerImage(set);
  const labels = Array.from(set.labels.subarray(image * n, (image + 1) * n));
  const unknown = labels.find((label) => label >= classes.length);
  if (unknown !== undefined) throw new RangeError(`Image ${image} has the label ${unknown}, but there are ${classes.length} class names.`);
  return labels.map((label) => classes[label]).join('\u2009');
}

/** Bands of columns, one below the other, each with its titles above it. */
function grid(set: ImageSet, bands: readonly (readonly Column[])[], caption: string): Figure {
  const size = cell - gap;
  const rows = (band: readonly Column[]): number => Math.max(...band.map(({ images }) => images.length));
  const [first = [], ...others] = bands;
  const margin = { l: 16, r: 16, t: 88, b: 16 };
  const font = bands.flat().some(({ title }) => title.length > LONG_TITLE) ? { font: { size: 8 } } : {};
  const plotWidth = cell * first.length;
  const plotHeight = bands.reduce((sum, band) => sum + cell * rows(band), titleHeight * others.length);
  const fixed = { fixedrange: true, showgrid: false, zeroline: false, showline: false };
  const x = (column: number): number => cell * (column + 0.5);
  const titles = ({ band, start }: { readonly band: readonly Column[]; readonly start: number }): Partial<Annotations>[] =>
    band.map(({ title }, column) => ({ text: title, x: x(column), y: start, xanchor: 'center', yanchor: 'bottom', showarrow: false, ...font }));
  let top = plotHeight;
  const placed = bands.map((band, i) => {
    const start = top - (i > 0 ? titleHeight : 0);
    top = start - cell * rows(band);
    return { band, start };
  });
  return new Figure({
    name: 'example-images',
    data: [],
    layout: {
      ...frame({ title: 'What is to be classified', caption, width: plotWidth + margin.l + margin.r, height: plotHeight + margin.t + margin.b, margin }),
      xaxis: {
        ...fixed,
        range: [0, plotWidth],
        side: 'top',
        tickvals: first.map((_, column) => x(column)),
        ticktext: first.map(({ title }) => title),
        ...(font.font && { tickfont: font.font }),
      },
      yaxis: { ...fixed, range: [0, plotHeight], showticklabels: false },
      images: placed.flatMap(({ band, start }) =>
        band.flatMap(({ images }, column) =>
          images.map((index, row) => ({
            source: imageSource(set, index),
            xref: 'x' as const,
            yref: 'y' as const,
            x: x(column),
            y: start - cell * (row + 0.5),
            sizex: size,
            sizey: size,
            xanchor: 'center' as const,
            yanchor: 'middle' as const,
            sizing: 'contain' as const,
          })),
        ),
      ),
      ...(others.length > 0 && { annotations: placed.slice(1).flatMap(titles) }),
    },
  });
}

function count(images: number): string {
  return images.toLocaleString('en-US');
}

/** One image of a set as a data address of an enlarged PNG. */
export function imageSource({ images, shape: [height, width, channels] }: ImageSet, index: number): string {
  const pixels = images.subarray(index * height * width * channels, (index + 1) * height * width * channels);
  const enlarged = new Uint8Array(height * width * channels * enlargement ** 2);
  const stride = width * enlargement;
  for (let y = 0; y < height * enlargement; y++) {
    for (let x = 0; x < stride; x++) {
      const from = (Math.floor(y / enlargement) * width + Math.floor(x / enlargement)) * channels;
      enlarged.set(pixels.subarray(from, from + channels), (y * stride + x) * channels);
    }
  }
  const png = encodePng(enlarged, height * enlargement, stride, channels);
  return `data:image/png;base64,${png.toString('base64')}`;
}
