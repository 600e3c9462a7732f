import { table, type ColumnTable } from 'arquero';
import type { NumberArray, Outputs } from '../measuring/outputs';
import { whichAreRight } from '../objectives/right';

/**
 * One row an image: `image` (its place in the set, from 0), `label` and `predicted` (class numbers from 0, with spaces between where an image has several), `right`, and
 * `logit0`, `logit1`, … of every class.
 */
export function outputTable({ labels, predicted, logits }: Outputs): ColumnTable {
  const images = logits.shape[0]!;
  const n = labels.length / images;
  const classes = (all: Int32Array, i: number): readonly number[] => [...all.subarray(i * n, (i + 1) * n)];
  const of = <T>(value: (i: number) => T): T[] => Array.from({ length: images }, (_, i) => value(i));
  return table({
    image: of((i) => i),
    label: of((i) => classes(labels, i).join(' ')),
    predicted: of((i) => classes(predicted, i).join(' ')),
    right: Array.from(whichAreRight(logits.numbers, labels, images), (one) => one === 1),
    ...numberedColumns(logits, 'logit'),
  });
}

/**
 * One row an image: `image`, and a column for every number of an array's row, in its order, e.g. `h0`, `h1`, … of a state.
 * @param name what the columns are called, before their number
 */
export function arrayTable(array: NumberArray, name: string): ColumnTable {
  return table({ image: Array.from({ length: array.shape[0]! }, (_, i) => i), ...numberedColumns(array, name) });
}

function numberedColumns({ shape, numbers }: NumberArray, name: string): Record<string, Float32Array> {
  const images = shape[0]!;
  const width = numbers.length / images;
  return Object.fromEntries(Array.from({ length: width }, (_, k) => [`${name}${k}`, Float32Array.from({ length: images }, (__, i) => numbers[i * width + k]!)]));
}
