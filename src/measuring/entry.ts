import { z } from 'zod';
import { anyNumber } from '../files/json-numbers';
import { checkedRows, type Measure } from './measure';

/** The images that a run's network is measured on: its test images, training images from the front, or these as one batch. */
export const ENTRY_IMAGES = ['test', 'training', 'batch'] as const;

const cell = z.union([anyNumber, z.string(), z.boolean(), z.null()]);

/**
 * What one measure said of one network on some images, as it is stored: its rows by columns, which says every name once. The store knows
 * no measure: a measure's own row checks the columns when they are read.
 */
export const entrySchema = z
  .strictObject({
    measure: z.string().min(1),
    /** before the first training step, or behind the last */
    at: z.enum(['start', 'end']),
    images: z.enum(ENTRY_IMAGES),
    /** images, from the front of their set */
    n: z.int().positive(),
    /** what the measure was made with, and what it found to say of all its rows */
    settings: z.record(z.string(), z.unknown()),
    columns: z.record(z.string(), z.array(cell).readonly()),
  })
  .refine(({ columns }) => new Set(Object.values(columns).map(({ length }) => length)).size <= 1, { path: ['columns'], message: 'they must be equally long' });

export type Entry = Readonly<z.output<typeof entrySchema>>;
export const entriesSchema = z.array(entrySchema);

/** Where an entry's numbers are from. */
export type EntryPlace = Pick<Entry, 'at' | 'images' | 'n'>;

/** Rows in the form in which they are stored. */
export function entryOf(measure: string, place: EntryPlace, rows: readonly object[], settings: Entry['settings'] = {}): Entry {
  const names = Object.keys(rows[0] ?? {});
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => (row as Record<string, Entry['columns'][string][number]>)[name]!)]));
  return { measure, ...place, settings, columns };
}

/** The rows of an entry. */
export function entryRows({ columns }: Entry): Record<string, unknown>[] {
  const names = Object.keys(columns);
  return Array.from({ length: columns[names[0] ?? '']?.length ?? 0 }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name]![i]])));
}

/** What is stored under a measure's name of these images: of `n` of them, or of the most where it is there more than once. */
export function entryNamed(entries: readonly Entry[], name: string, images: Entry['images'], n?: number): Entry | undefined {
  return entries.filter((each) => each.measure === name && each.images === images && (n === undefined || each.n === n)).reduce<Entry | undefined>((most, each) => (most && most.n >= each.n ? most : each), undefined);
}

/** How many images a stored measure rests on; 0: it was not asked. */
export function measuredOn(entries: readonly Entry[], measure: Measure, images: Entry['images'] = 'test'): number {
  return entryNamed(entries, measure.name, images)?.n ?? (measure.from ? measuredOn(entries, measure.from.measure, images) : 0);
}

/**
 * What a measure said, among what was stored of a network; undefined: it was not asked.
 * @throws Error naming the measure and the column where the stored rows are not as it says
 */
export function storedRows<Row extends object>(entries: readonly Entry[], measure: Measure<Row>, images: Entry['images'] = 'test'): readonly Row[] | undefined {
  const entry = entryNamed(entries, measure.name, images);
  if (!entry && measure.from) {
    const origin = storedRows(entries, measure.from.measure, images);
    return origin && measure.from.rows(origin);
  }
  return entry && checkedRows(measure, entryRows(entry), 'measure the run again');
}
