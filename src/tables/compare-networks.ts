import { from, type ColumnTable } from 'arquero';
import { bootstrap, weightedMean, type ImageInterval } from '../statistics/bootstrap';
import { imageKind, type ImageRow } from './image-tables';
import { decisiveInterval } from '../statistics/interval';
import { shownInterval } from '../statistics/shown-interval';
import { measures, type Measure } from './summarize';
import { runs as runKind, type RunRow } from './tables';

/**
 * Two networks on the same test images: accuracy and mean loss of each, and the difference, each with its 95 % bootstrap interval
 * over images, the images drawn for both alike.
 * @param imageTable with the rows of both
 * @param a run's name, or the beginning of it
 * @throws RangeError where a name fits no run of the table or several, or the two have other images
 */
export function compareNetworks(imageTable: ColumnTable, a: string, b: string): ColumnTable {
  const rows = imageKind.rows(imageTable);
  const [first, second] = [imagesOfRun(rows, a), imagesOfRun(rows, b)];
  if (first.map(({ image, label }) => `${image} ${label}`).join() !== second.map(({ image, label }) => `${image} ${label}`).join()) {
    throw new RangeError(`The runs ${a} and ${b} were not measured on the same images, so they cannot be compared image by image.`);
  }
  const values = { accuracy: (row: ImageRow) => Number(row.right), loss: (row: ImageRow) => row.loss };
  const intervals = bootstrap(first.length, (weights) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const [of, other] = [weightedMean(first.map(value), weights), weightedMean(second.map(value), weights)];
        return [name, { first: of, second: other, difference: other - of }];
      }),
    ),
  );
  return from(
    Object.entries(intervals).flatMap(([measure, each]) =>
      (Object.entries(each) as ['first' | 'second' | 'difference', ImageInterval][]).map(([what, { n, estimate, lower, upper }]) => ({
        measure,
        of: { first: first[0]!.run, second: second[0]!.run, difference: 'second minus first' }[what],
        'n (images)': n,
        estimate,
        lower,
        upper,
      })),
    ),
  );
}

/**
 * Two kinds of network: for each measure the mean difference within seeds, b minus a, with Student's 95 % interval over seeds (from three on).
 * @param isA tells which rows of a `runs` table are of the first kind, e.g. `({ coupling }) => coupling === 0`
 * @throws RangeError where a seed has two networks of one kind: say more of the kind
 */
export function compareKinds(runTable: ColumnTable, isA: (row: RunRow) => boolean, isB: (row: RunRow) => boolean): ColumnTable {
  const rows = runKind.rows(runTable);
  const [a, b] = [bySeed(rows.filter(isA)), bySeed(rows.filter(isB))];
  const seeds = [...a.keys()].filter((seed) => b.has(seed));
  const difference = (measure: Measure) => seeds.flatMap((seed) => {
    const [of, other] = [a.get(seed)![measure], b.get(seed)![measure]];
    return of === null || other === null ? [] : [other - of];
  });
  return from(
    measures.flatMap((measure) => {
      const values = difference(measure);
      if (values.length === 0) return [];
      const { n, mean, lower, upper } = shownInterval(decisiveInterval(values));
      return [{ measure, 'n (seeds)': n, difference: mean, lower, upper }];
    }),
  );
}

/** Rows of the one run whose name begins so, in the order of the images. */
function imagesOfRun(rows: readonly ImageRow[], name: string): ImageRow[] {
  const own = rows.filter(({ run }) => run.startsWith(name)).sort((a, b) => a.image - b.image);
  const names = new Set(own.map(({ run }) => run));
  if (names.size !== 1) throw new RangeError(`"${name}" is the beginning of ${names.size === 0 ? 'no run' : `${names.size} runs`} of the table; give a run's whole name.`);
  return own;
}

function bySeed(rows: readonly RunRow[]): Map<number, RunRow> {
  const seeds = new Map<number, RunRow>();
  for (const row of rows) {
    const twin = seeds.get(row.seed);
    if (twin) throw new RangeError(`Seed ${row.seed} has two networks of one kind (${twin.run} and ${row.run}): say what tells them apart, e.g. task and normalization.`);
    seeds.set(row.seed, row);
  }
  return seeds;
}
