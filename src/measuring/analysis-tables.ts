import type { ColumnTable } from 'arquero';
import { CURVE_NAMES } from '../ideas/indices/curves';
import { blockDropTable } from '../ideas/block-drop/rows';
import { blockMeans, blockMeanTable } from '../tables/block-means';
import { intervalFields, type OnImages } from './on-images';
import { programCurveTable } from '../ideas/indices/curve-rows';
import type { MeasuredNetwork } from './measure-network';

const FIELDS = { 'early readout': 'earlyReadout', 'late start': 'lateStart', overrun: 'overrun' } as const;

/** What figures draw of a measurement: curves of its indices, accuracies without each block, and means of every block. */
export interface AnalysisTables {
  readonly curves: ColumnTable;
  readonly drops: ColumnTable;
  readonly blocks: ColumnTable;
}

/** A measurement's tables, one row for each number with its interval. @param of names of the data, the network, and the images */
export function analysisTables(of: OnImages, { measurement: { accuracy }, intervals: { stages }, perImage }: MeasuredNetwork): AnalysisTables {
  const curves = stages.flatMap(({ stage, blocks, ...measured }) =>
    CURVE_NAMES.flatMap((curve) =>
      measured[FIELDS[curve]].map((interval, k) => ({
        ...of, statistics: 'stored' as const, stage: stage.estimate, blocks: blocks.length, curve, k, ...intervalFields(interval),
      })),
    ),
  );
  const drops = stages.flatMap(({ stage, blockDrop }) =>
    blockDrop.map((interval, t) => ({ ...of, stage: stage.estimate, block: t + 1, whole: accuracy, ...intervalFields(interval) })),
  );
  return { curves: programCurveTable.table(curves), drops: blockDropTable.table(drops), blocks: blockMeanTable.table(blockMeans(of, perImage)) };
}
