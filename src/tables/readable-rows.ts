import { from, type ColumnTable } from 'arquero';
import type { Measure } from '../measuring/measure';
import type { IntervalRow, Measured } from '../measuring/measured';
import { readableEstimate } from './summarize';

/** Three decimals are what some thousand images tell. */
const DIGITS = 3;

const number = (value: number): string => (Number.isNaN(value) ? 'undefined' : value.toFixed(DIGITS).replace(/^-(0\.0+)$/, '$1').replace('-', '−'));

/** A number of a row, for the eye: `0.712 [0.690, 0.731]` */
export function withInterval({ row, intervals }: IntervalRow<object>, column: string): string {
  return readableEstimate((row as Readonly<Record<string, number>>)[column]!, intervals[column] ?? { lower: null, upper: null }, number);
}

/** The rows of any measure for the eye, every number with its interval over images. */
export function readableRows(measured: Measured, measure: Measure): ColumnTable {
  return from(
    measured.intervals(measure).map((each) => ({ ...each.row, ...Object.fromEntries(Object.keys(each.intervals).map((column) => [column, withInterval(each, column)])) })),
  );
}
