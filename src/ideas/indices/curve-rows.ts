import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import type { RandomBlockDrop } from '../controls/random-blocks';
import { CURVE_NAMES } from './curves';
import { storedCurves, type Curve, type NetworkIndices } from './measure';
import type { Intervals } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import type { Measured } from '../../measuring/measured';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

/** The curves of the indices, and k random blocks dropped in place of the last or the first. */
export const PROGRAM_CURVES = [...CURVE_NAMES, 'random drop'] as const;
export type ProgramCurve = (typeof PROGRAM_CURVES)[number];

/** Statistics of batch normalization: as training stored them, or estimated anew under every program. */
export const STATISTICS = ['stored', 're-estimated'] as const;
export type Statistics = (typeof STATISTICS)[number];

const programCurveSchema = z.strictObject({
  ...imageFields,
  statistics: z.enum(STATISTICS),
  stage: z.int().positive(),
  /** T */
  blocks: z.int().positive(),
  curve: z.enum(PROGRAM_CURVES),
  /** Blocks dropped, or run again (overrun); the estimate is the normalized accuracy. */
  k: z.int().nonnegative(),
});

export type ProgramCurveRow = z.infer<typeof programCurveSchema>;

/** One row for each point of each curve of each stage of each network. */
export const programCurveTable = tableKind('program curves', programCurveSchema);

/** The curves of the three indices of a network. */
export function indexCurveRows(of: OnImages, { stages }: Intervals<NetworkIndices>, statistics: Statistics = 'stored'): ProgramCurveRow[] {
  return stages.flatMap(({ stage, blocks, curves }) =>
    CURVE_NAMES.flatMap((curve) => rowsOf({ ...of, statistics, stage: stage.estimate, blocks: blocks.estimate, curve }, curves[curve])),
  );
}

/** The curves of random dropping. */
export function randomDropRows(of: OnImages, stages: Intervals<RandomBlockDrop>, statistics: Statistics = 'stored'): ProgramCurveRow[] {
  return stages.flatMap(({ stage, blocks, curve }) =>
    rowsOf({ ...of, statistics, stage: stage.estimate, blocks: blocks.estimate, curve: 'random drop' }, curve),
  );
}

function rowsOf(of: Omit<ProgramCurveRow, 'k' | keyof ReturnType<typeof intervalFields>>, { normalizedAccuracy }: Intervals<Curve>): ProgramCurveRow[] {
  return normalizedAccuracy.map((interval, k) => ({ ...of, k, ...intervalFields(interval) }));
}

/** The curves of a network that was measured with stored statistics, by {@link storedCurves}. */
export function measuredCurveTable(of: OnImages, measured: Measured): ColumnTable {
  const rows = measured.intervals(storedCurves);
  const blocks = (stage: number): number => Math.max(...rows.filter(({ row }) => row.stage === stage).map(({ row }) => row.k));
  return programCurveTable.table(
    rows.map(({ row: { stage, curve, k }, intervals }) => ({ ...of, statistics: 'stored', stage, blocks: blocks(stage), curve, k, ...intervalFields(intervals.normalizedAccuracy!) })),
  );
}
