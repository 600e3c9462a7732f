import type { ImageSet } from '../data/dataset';
import { Figure } from './figure';
import { encodePng } from './png';
import { frame } from './theme';

const cell = 62;
const gap = 4;
/** Pixels are enlarged by a whole number, so that viewers show them sharp. */
const enlargement = 3;

/**
 * The first `examples` images of every class, in the order of the set; one column for each class.
 * @throws RangeError if a label has no class name
 */
export function exampleImages(set: ImageSet, classes: readonly string[], examples = 4): Figure {
  const byClass = classes.map((): number[] => []);
  for (let i = 0; i < set.size; i++) {
    const own = byClass[set.labels[i]!];
    if (!own) throw new RangeError(`Image ${i} has the label ${set.labels[i]}, but there are ${classes.length} class names.`);
    if (own.length < examples) own.push(i);
  }
  const size = cell - gap;
  const margin = { l: 16, r: 16, t: 88, b: 16 };
  const [plotWidth, plotHeight] = [cell * classes.length, cell * examples];
  const fixed = { fixedrange: true, showgrid: false, zeroline: false, showline: false };
  return new Figure({
    name: 'example-images',
    data: [],
    layout: {
      ...frame({
        title: 'What is to be classified',
        caption: `The first ${examples} images of each class, of ${set.size.toLocaleString('en-US')} images`,
        width: plotWidth + margin.l + margin.r,
        height: plotHeight + margin.t + margin.b,
      }),
      margin,
      xaxis: {
        ...fixed,
        range: [0, plotWidth],
        side: 'top',
        tickvals: classes.map((_, column) => cell * (column + 0.5)),
        ticktext: [...classes],
      },
      yaxis: { ...fixed, range: [0, plotHeight], showticklabels: false },
      images: byClass.flatMap((own, column) =>
        own.map((index, row) => ({
          source: imageSource(set, index),
          xref: 'x' as const,
          yref: 'y' as const,
          x: cell * (column + 0.5),
          y: plotHeight - cell * (row + 0.5),
          sizex: size,
          sizey: size,
          xanchor: 'center' as const,
          yanchor: 'middle' as const,
          sizing: 'contain' as const,
        })),
      ),
    },
  });
}

/** One image of a set as a data address of an enlarged PNG. */
function imageSource({ images, shape: [height, width, channels] }: ImageSet, index: number): string {
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
