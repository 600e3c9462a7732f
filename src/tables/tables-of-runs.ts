import type { ColumnTable } from 'arquero';
import { CURVE_NAMES } from '../ideas/indices/curves';
import { TASK_FACTS } from '../data/task';
import { chanceAccuracy } from '../objectives/right';
import type { Measurements } from '../runs/measurements';
import type { StoredRun } from '../runs/run-store';
import { settingLabel, type Condition } from './condition';
import * as kinds from './tables';

/** All that is known of runs, as arquero tables; every row names its run and setting. */
export interface RunTables {
  /** one row a run, those too that are not done: its status, and the reason where it failed */
  readonly status: ColumnTable;
  /** one row a network that is done */
  readonly runs: ColumnTable;
  readonly stages: ColumnTable;
  readonly curves: ColumnTable;
  /** points of the learning curves */
  readonly history: ColumnTable;
  /** cosine loss, ℓ2 ratio, drop and Taylor term of every block */
  readonly blocks: ColumnTable;
  readonly flipCounts: ColumnTable;
  /** groups of images behind the last blocks (J6) */
  readonly readouts: ColumnTable;
  readonly stateNorms: ColumnTable;
  readonly gradientRatios: ColumnTable;
  /** after every block of the last stage, over training (J5) */
  readonly earlyReadouts: ColumnTable;
}

type Key = Condition & { readonly run: string };

/**
 * The tables of runs, from a store or a results file. Only runs that are done have rows besides their status, and only in tables
 * whose measurement they asked for.
 * @throws Error naming two networks of one setting and seed
 */
export function tablesOf(runs: readonly StoredRun[]): RunTables {
  const done = runs.flatMap(({ measurements, ...stored }) => (measurements ? [{ ...stored, measurements }] : []));
  const rows = <Row>(of: (key: Key, run: DoneRun) => Row | readonly Row[]): Row[] => done.flatMap((run) => of(runKey(run), run));
  return {
    status: kinds.statuses.table(runs.map((run) => ({ ...runKey(run), status: run.status, note: run.failure?.reason ?? run.progress?.note ?? '' }))),
    runs: kinds.runs.table(rows(runRow)),
    stages: kinds.stages.table(rows(stageRows)),
    curves: kinds.curves.table(rows(curveRows)),
    history: kinds.history.table(rows(historyRows)),
    blocks: kinds.blocks.table(rows(blockRows)),
    flipCounts: kinds.flipCounts.table(rows((key, { measurements: { images } }) => (images?.blocks ?? []).map((block) => ({ ...key, images: images!.images, ...block })))),
    readouts: kinds.readouts.table(rows((key, { measurements: { images } }) => (images?.readouts ?? []).map((readout) => ({ ...key, ...readout })))),
    stateNorms: kinds.stateNorms.table(
      rows((key, { measurements }) => (measurements.normsAtInitialization ?? []).map((norms) => ({ ...key, network: settingLabel(key), step: 0, ...norms }))),
    ),
    gradientRatios: kinds.gradientRatios.table(
      rows((key, { records }) =>
        records.flatMap(({ step, gradientRatio }) => (gradientRatio === undefined ? [] : [{ ...key, network: settingLabel(key), step, ratio: gradientRatio }])),
      ),
    ),
    earlyReadouts: kinds.earlyReadouts.table(rows(earlyReadoutRows)),
  };
}

/** What every row of a run begins with. */
export function runKey({ hash, run }: Pick<StoredRun, 'hash' | 'run'>): Key {
  const { experiment, preset, task, variant, network, training } = run;
  const { coupling, lipschitz, seed } = training;
  return { run: hash, experiment, preset, task, variant, normalization: network.normalization, coupling, lipschitz, seed };
}

type DoneRun = StoredRun & { readonly measurements: Measurements };

const chanceOf = ({ task, network }: DoneRun['run']): number => chanceAccuracy(network.classes, TASK_FACTS[task].labelsPerImage);

function runRow(key: Key, { run, environment, measurements }: DoneRun): kinds.RunRow {
  const { parameters, effectiveParameters, lipschitz, train, test, indices } = measurements;
  const { engine, threads, oneDNN } = environment[environment.length - 1]!;
  const bounds = lipschitz.map(({ bound }) => bound);
  return {
    ...key,
    parameters,
    effectiveParameters,
    testImages: test.images,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
    testError: 1 - test.accuracy,
    chance: chanceOf(run),
    convergenceIndex: indices?.convergenceIndex ?? null,
    recurrenceIndex: indices?.recurrenceIndex ?? null,
    divergenceIndex: indices?.divergenceIndex ?? null,
    exchangeIndex: null,
    work: null,
    unrolling: null,
    lipschitzBound: bounds.length === 0 || bounds.includes(null) ? null : Math.max(...(bounds as number[])),
    seconds: environment.reduce((sum, start) => sum + start.seconds, 0),
    engine,
    threads,
    oneDNN,
  };
}

function stageRows(key: Key, { measurements: { indices } }: DoneRun): kinds.StageRow[] {
  return (indices?.stages ?? []).map(({ curves: _, ...stage }) => ({ ...key, ...stage }));
}

function curveRows(key: Key, { measurements: { indices } }: DoneRun): kinds.CurveRow[] {
  return (indices?.stages ?? []).flatMap(({ stage, blocks, curves }) =>
    CURVE_NAMES.flatMap((curve) =>
      curves[curve].accuracy.map((accuracy, k) => ({ ...key, stage, curve, k, fraction: k / blocks, accuracy, normalizedAccuracy: curves[curve].normalizedAccuracy[k]! })),
    ),
  );
}

function historyRows(key: Key, { records }: DoneRun): kinds.HistoryRow[] {
  return records.map(({ step, epoch, trainLoss, trainAccuracy, testLoss, testAccuracy }) => ({ ...key, step, epoch, trainLoss, trainAccuracy, testLoss, testAccuracy }));
}

function blockRows(key: Key, { run, measurements }: DoneRun): kinds.BlockRow[] {
  const chance = chanceOf(run);
  return (measurements.blocks ?? []).flatMap(({ set, images, accuracy, blocks }) =>
    blocks.map((block, i) => ({ ...key, set, images, depth: i + 1, chance, accuracy, drop: accuracy - block.accuracyWithout, ...block })),
  );
}

function earlyReadoutRows(key: Key, { records }: DoneRun): kinds.RunEarlyReadoutRow[] {
  return records.flatMap(({ epoch, earlyReadout }) => {
    const { stage = 0, accuracy = [], loss, entropy } = earlyReadout ?? {};
    return accuracy.map((each, block) => ({ ...key, network: settingLabel(key), epoch, stage, block, accuracy: each, loss: loss![block]!, entropy: entropy![block]! }));
  });
}
