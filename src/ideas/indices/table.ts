import { table, type ColumnTable } from 'arquero';
import { storedBlockDrops } from '../block-drop/measure';
import { cosineLossOfBlocks } from '../cosine-loss/measure';
import { l2RatioOfBlocks } from '../l2-ratio/measure';
import type { Measure, Statistics } from '../../measuring/measure';
import type { Measured } from '../../measuring/measured';
import { withInterval } from '../../tables/readable-rows';
import { exchangeOfNetwork, exchangeOfStages } from './exchange-index';
import { indices, indicesOfStages, storedCurves, storedIndices, storedIndicesOfStages } from './measure';

/** The three indices of the network and of each stage of two blocks or more, with their intervals; where statistics are estimated anew the Exchange Index too. */
export function indexTable(measured: Measured, statistics: Statistics = 'estimated anew'): ColumnTable {
  const of = (network: Measure, stages: Measure) => [...measured.intervals(network), ...measured.intervals(stages)];
  const anew = statistics === 'estimated anew';
  const rows = anew ? of(indices, indicesOfStages) : of(storedIndices, storedIndicesOfStages);
  return table({
    '': rows.map(({ row }) => ('stage' in row ? `stage ${String(row.stage)}` : 'network')),
    'convergence index': rows.map((row) => withInterval(row, 'convergenceIndex')),
    'recurrence index': rows.map((row) => withInterval(row, 'recurrenceIndex')),
    'divergence index': rows.map((row) => withInterval(row, 'divergenceIndex')),
    ...(anew && { 'exchange index': of(exchangeOfNetwork, exchangeOfStages).map((row) => withInterval(row, 'exchangeIndex')) }),
  });
}

/** A stage's curves in normalised accuracy, for k = 0 … T, on stored statistics. */
export function curveTable(measured: Measured, stage: number): ColumnTable {
  const rows = measured.intervals(storedCurves).filter(({ row }) => row.stage === stage);
  const curve = (name: string): string[] => rows.filter((each) => each.row.curve === name).map((each) => withInterval(each, 'normalizedAccuracy'));
  return table({
    k: rows.filter(({ row }) => row.curve === 'overrun').map(({ row }) => row.k),
    'early readout (last k dropped)': curve('early readout'),
    'late start (first k dropped)': curve('late start'),
    'overrun (last block k times more)': curve('overrun'),
  });
}

/** What is measured of every block of a stage, accuracies on stored statistics. */
export function blockTable(measured: Measured, stage: number): ColumnTable {
  const column = <Row extends { readonly stage: number }>(measure: Measure<Row>, name: string): string[] =>
    measured.intervals(measure).filter(({ row }) => row.stage === stage).map((row) => withInterval(row, name));
  return table({
    block: measured.rows(storedBlockDrops).filter((row) => row.stage === stage).map(({ block }) => block),
    'accuracy without it': column(storedBlockDrops, 'accuracy'),
    'cosine loss': column(cosineLossOfBlocks, 'cosineLoss'),
    'ℓ2 ratio': column(l2RatioOfBlocks, 'l2Ratio'),
  });
}
