import { z } from 'zod';
import { tableKind, type TableKind } from '../files/table-kind';
import type { Measure } from './measure';
import { imageFields, type OnImages } from './on-images';

/** A number of a row of a measure, with its interval over images. */
export interface MeasuredNumber extends OnImages {
  /** the column of the measure */
  readonly measure: string;
  /** images behind it */
  readonly n: number;
  /** `network`: it is over no images, and has no interval */
  readonly over: 'images' | 'network';
  /** `NaN`: no image has a value */
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What `Measured.table` makes of a measure: its keys, and one row for each number. @param keys of the measure, those that are read */
export function measuredTable<Row extends object, const Key extends string & keyof Row>(measure: Measure<Row>, ...keys: readonly Key[]): TableKind<MeasuredNumber & Pick<Row, Key>> {
  const own = Object.fromEntries(keys.map((key) => [key, measure.row.shape[key]!])) as Record<Key, z.ZodType>;
  const schema = z.strictObject({ ...imageFields, measure: z.string().min(1), ...own });
  return tableKind(`"${measure.name}"`, schema) as unknown as TableKind<MeasuredNumber & Pick<Row, Key>>;
}
