import { table, type ColumnTable } from 'arquero';
import type { ImageInterval, Intervals } from '../../statistics/bootstrap';
import type { Measurement } from '../../measuring/measure-network';

/** Three decimals are what some thousand images tell. */
const DIGITS = 3;

const number = (value: number | null): string =>
  value === null || Number.isNaN(value) ? 'undefined' : value.toFixed(DIGITS).replace(/^-(0\.0+)$/, '$1').replace('-', '−');

/** `0.712 [0.690, 0.731]` */
function withInterval({ estimate, lower, upper }: ImageInterval): string {
  return lower === null ? number(estimate) : `${number(estimate)} [${number(lower)}, ${number(upper)}]`;
}

/** The three indices of the network and of each stage, with their intervals. */
export function indexTable({ stages, ...network }: Intervals<Measurement>): ColumnTable {
  const rows = [{ ...network, where: 'network' }, ...stages.map((stage) => ({ ...stage, where: `stage ${stage.stage.estimate}` }))];
  return table({
    '': rows.map(({ where }) => where),
    'convergence index': rows.map(({ convergenceIndex }) => withInterval(convergenceIndex)),
    'recurrence index': rows.map(({ recurrenceIndex }) => withInterval(recurrenceIndex)),
    'divergence index': rows.map(({ divergenceIndex }) => withInterval(divergenceIndex)),
  });
}

/** A stage's curves in normalised accuracy, for k = 0 … T. */
export function curveTable({ earlyReadout, lateStart, overrun }: Intervals<Measurement>['stages'][number]): ColumnTable {
  return table({
    k: earlyReadout.map((_, k) => k),
    'early readout (last k dropped)': earlyReadout.map(withInterval),
    'late start (first k dropped)': lateStart.map(withInterval),
    'overrun (last block k times more)': overrun.map(withInterval),
  });
}

/** What is measured of every block of a stage. */
export function blockTable({ blocks, blockDrop }: Intervals<Measurement>['stages'][number]): ColumnTable {
  return table({
    block: blocks.map(({ block }) => block.estimate),
    'accuracy without it': blockDrop.map(withInterval),
    'cosine loss': blocks.map(({ cosineLoss }) => withInterval(cosineLoss)),
    'ℓ2 ratio': blocks.map(({ l2Ratio }) => withInterval(l2Ratio)),
  });
}
