import type { ColumnTable } from 'arquero';
import type { Annotations, LayoutAxis } from 'plotly.js';
import { labelsPerImage, type ImageSet } from '../../data/dataset';
import { flipKind, type FlipRow } from '../../tables/image-tables';
import { imageSource } from '../../figures/example-images';
import { Figure } from '../../figures/figure';
import { frame } from '../../figures/theme';

const cell = 66;
const picture = 54;
const titleHeight = 22;
const headingHeight = 30;
/** Images side by side. */
const across = 10;

const headings: Readonly<Record<FlipRow['to'], (all: number) => string>> = {
  right: (all) => `right without the block, wrong with it: ${all.toLocaleString('en-US')}`,
  wrong: (all) => `wrong without the block, right with it: ${all.toLocaleString('en-US')}`,
};

/**
 * The test images that a block decides: those that its drop turns right, and those that it turns wrong, the first ones of each.
 * @param flipTable a `flips` table of one block of one network; filter it
 * @param set the test images that were measured
 * @throws RangeError for several blocks or networks, or an image that the set does not have
 */
export function flippedImages(flipTable: ColumnTable, set: ImageSet, classes: readonly string[]): Figure {
  const rows = flipKind.rows(flipTable);
  const blocks = new Set(rows.map(({ run, stage, block }) => `stage ${stage}, block ${block} of run ${run}`));
  if (blocks.size > 1) throw new RangeError(`This figure is of one block of one network, but the table has ${blocks.size} (${[...blocks].slice(0, 2).join('; ')} …); filter it first.`);
  const stranger = rows.find(({ image }) => image >= set.size);
  if (stranger) throw new RangeError(`The table has image ${stranger.image}, but the set has ${set.size} images: give the test images that the run was measured on.`);
  const bands = (['right', 'wrong'] as const).map((to) => ({ heading: headings[to], all: rows.filter((row) => row.to === to) }));
  const height = bands.length * (headingHeight + titleHeight + cell);
  const fixed: Partial<LayoutAxis> = { fixedrange: true, showgrid: false, zeroline: false, showline: false, showticklabels: false };
  const margin = { l: 16, r: 16, t: 74, b: 12 };
  const annotations: Partial<Annotations>[] = [];
  const images = bands.flatMap(({ heading, all }, band) => {
    const top = height - band * (headingHeight + titleHeight + cell);
    annotations.push({ text: `<b>${heading(all.length)}</b>`, x: 0, y: top, xanchor: 'left', yanchor: 'top', showarrow: false, font: { size: 13 } });
    return all.slice(0, across).map(({ image }, column) => {
      const x = cell * (column + 0.5);
      const y = top - headingHeight - titleHeight;
      annotations.push({ text: classNames(set, classes, image), x, y, xanchor: 'center', yanchor: 'bottom', showarrow: false, font: { size: 11 } });
      return {
        source: imageSource(set, image), xref: 'x' as const, yref: 'y' as const, x, y: y - cell / 2, sizex: picture, sizey: picture,
        xanchor: 'center' as const, yanchor: 'middle' as const, sizing: 'contain' as const,
      };
    });
  });
  return new Figure({
    name: 'flipped-images',
    data: [],
    layout: {
      ...frame({
        title: 'Whom does this block decide?',
        caption: `${[...blocks][0] ?? 'No image is flipped'}; of ${set.size.toLocaleString('en-US')} test images; above each its class`,
        width: cell * across + margin.l + margin.r,
        height: height + margin.t + margin.b,
        margin,
      }),
      xaxis: { ...fixed, range: [0, cell * across] },
      yaxis: { ...fixed, range: [0, height] },
      annotations,
      images,
    },
  });
}

function classNames(set: ImageSet, classes: readonly string[], image: number): string {
  const n = labelsPerImage(set);
  return Array.from(set.labels.subarray(image * n, (image + 1) * n), (label) => classes[label] ?? String(label)).join(' ');
}
