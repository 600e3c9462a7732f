import type { ColumnTable } from 'arquero';
import { TASK_FACTS } from '../data/task';
import { entryNamed, entryRows, storedRows, type Entry } from '../measuring/entry';
import type { Measure } from '../measuring/measure';
import { chanceAccuracy } from '../objectives/right';
import { secondsOf } from '../runs/environment';
import type { StoredRun } from '../runs/run-store';
import { settingLabel } from './condition';
import { joinedBlocks } from './joined-blocks';
import { runKey, type RunKey } from './run-key';
import * as kinds from './tables';

/** All that is known of runs, as arquero tables; every row names its run and setting. Of any measure there is `measureTable`. */
export interface RunTables {
  /** one row a run, those too that are not done: its status, and the reason where it failed */
  readonly status: ColumnTable;
  /** one row a network that is trained and done */
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

type DoneRun = StoredRun & { readonly measurements: readonly Entry[] };
type Numbers = Readonly<Record<string, number>>;

/** What measures of runs made before statistics were estimated anew are called: they, and those of today that keep to stored ones. */
const STORED = 'under stored statistics';

/**
 * The tables of runs, from a store or a results file. Only runs that are done have rows besides their status, and only in tables
 * whose measurement they asked for. Curves, indices and drops are those under statistics of batch normalization estimated anew, where
 * they were measured so, else those under stored ones.
 * @param measures all that are known: those that are derived follow from what is stored
 * @throws Error naming two networks of one setting and seed
 */
export function tablesOf(runs: readonly StoredRun[], measures: readonly Measure[]): RunTables {
  const done = runs.flatMap(({ measurements, ...stored }) => (measurements ? [{ ...stored, measurements }] : []));
  const rows = <Row>(of: (key: RunKey, run: DoneRun, said: Said) => Row | readonly Row[]): Row[] => done.flatMap((run) => of(runKey(run), run, new Said(run.measurements, measures)));
  return {
    status: kinds.statuses.table(runs.map((run) => ({ ...runKey(run), status: run.status, note: run.failure?.reason ?? run.progress?.note ?? '' }))),
    runs: kinds.runs.table(rows((key, run, said) => (isTrained(run) ? runRow(key, run, said) : []))),
    stages: kinds.stages.table(rows(stageRows)),
    curves: kinds.curves.table(rows(curveRows)),
    history: kinds.history.table(rows(historyRows)),
    blocks: kinds.blocks.table(rows(blockRows)),
    flipCounts: kinds.flipCounts.table(rows(flipRows)),
    readouts: kinds.readouts.table(rows((key, _, said) => said.rows('borderlineExamples').map(({ stage: __, ...readout }) => ({ ...key, ...(readout as unknown as Omit<kinds.ReadoutRow, keyof RunKey>) })))),
    stateNorms: kinds.stateNorms.table(rows((key, _, said) => said.rows('stateNorms', 'batch').map((norms) => ({ ...key, network: settingLabel(key), step: 0, ...(norms as unknown as Pick<kinds.RunStateNormRow, 'stage' | 'block' | 'state' | 'activationNorm' | 'gradientNorm'>) })))),
    gradientRatios: kinds.gradientRatios.table(
      rows((key, { records }) =>
        records.flatMap(({ step, gradientRatio }) => (gradientRatio === undefined ? [] : [{ ...key, network: settingLabel(key), step, ratio: gradientRatio }])),
      ),
    ),
    earlyReadouts: kinds.earlyReadouts.table(rows(earlyReadoutRows)),
  };
}

/** A run's row of the `runs` table; undefined where it is not done, or of no epoch. */
export function runRowOf({ measurements, ...stored }: StoredRun, measures: readonly Measure[]): kinds.RunRow | undefined {
  return measurements && isTrained(stored) ? runRow(runKey(stored), { ...stored, measurements }, new Said(measurements, measures)) : undefined;
}

/** What a run's measures said, by their names: of measures that are derived too. */
class Said {
  constructor(
    private readonly entries: readonly Entry[],
    private readonly measures: readonly Measure[],
  ) {}

  /** Rows of a measure, on `n` images if that is given; those under stored statistics where no others were measured; none: it was not asked. */
  rows(name: string, images: Entry['images'] = 'test', n?: number): readonly Numbers[] {
    return this.exactly(name, images, n) ?? this.exactly(`${name} ${STORED}`, images, n) ?? [];
  }

  /** How many images they rest on. */
  images(name: string, images: Entry['images'] = 'test'): number {
    return (entryNamed(this.entries, name, images) ?? entryNamed(this.entries, `${name} ${STORED}`, images))?.n ?? 0;
  }

  private exactly(name: string, images: Entry['images'], n?: number): readonly Numbers[] | undefined {
    const entry = entryNamed(this.entries, name, images, n);
    if (entry) return entryRows(entry) as Numbers[];
    const measure = this.measures.find((each) => each.name === name);
    return measure?.from && (storedRows(this.entries, measure, images) as readonly Numbers[] | undefined);
  }
}

/** Networks of no epoch are there for what is measured before the first step: their accuracy is of no account. */
const isTrained = ({ run }: Pick<StoredRun, 'run'>): boolean => run.training.epochs > 0;

const chanceOf = ({ task, network }: DoneRun['run']): number => chanceAccuracy(network.classes, TASK_FACTS[task].labelsPerImage);

function runRow(key: RunKey, { run, environment }: DoneRun, said: Said): kinds.RunRow {
  const { engine, threads, oneDNN } = environment[environment.length - 1]!;
  const [test, train] = [said.rows('evaluation')[0]!, said.rows('evaluation', 'training')[0]!];
  const [indices, exchange, work] = ['indices', 'exchange index', 'smallest work'].map((name) => said.rows(name)[0]);
  const bounds = said.rows('lipschitz bounds').map(({ bound }) => bound!);
  return {
    ...key,
    parameters: said.rows('parameters')[0]!.parameters!,
    effectiveParameters: said.rows('effective parameters')[0]?.effectiveParameters ?? null,
    testImages: said.images('evaluation'),
    trainAccuracy: train.accuracy!,
    testAccuracy: test.accuracy!,
    testError: 1 - test.accuracy!,
    chance: chanceOf(run),
    convergenceIndex: indices?.convergenceIndex ?? null,
    recurrenceIndex: indices?.recurrenceIndex ?? null,
    divergenceIndex: indices?.divergenceIndex ?? null,
    exchangeIndex: exchange?.exchangeIndex ?? null,
    work: work?.work ?? null,
    unrolling: said.rows('unrolled loss', 'training')[0]?.unrolling ?? null,
    lipschitzBound: bounds.length === 0 || bounds.some(Number.isNaN) ? null : Math.max(...bounds),
    seconds: secondsOf(environment),
    engine,
    threads,
    oneDNN,
  };
}

function stageRows(key: RunKey, { run }: DoneRun, said: Said): kinds.StageRow[] {
  return said.rows('indices of stages').map(({ stage, convergenceIndex, recurrenceIndex, divergenceIndex }) => ({
    ...key, stage: stage!, blocks: run.network.stages[stage! - 1]!.blocks, convergenceIndex: convergenceIndex!, recurrenceIndex: recurrenceIndex!, divergenceIndex: divergenceIndex!,
  }));
}

function curveRows(key: RunKey, { run }: DoneRun, said: Said): kinds.CurveRow[] {
  return (said.rows('curves') as unknown as Pick<kinds.CurveRow, 'stage' | 'curve' | 'k' | 'accuracy' | 'normalizedAccuracy'>[]).map(({ stage, curve, k, accuracy, normalizedAccuracy }) => ({
    ...key, stage, curve, k, fraction: k / run.network.stages[stage - 1]!.blocks, accuracy, normalizedAccuracy,
  }));
}

function historyRows(key: RunKey, { records }: DoneRun): kinds.HistoryRow[] {
  return records.map(({ step, epoch, trainLoss, trainAccuracy, testLoss, testAccuracy }) => ({ ...key, step, epoch, trainLoss, trainAccuracy, testLoss, testAccuracy }));
}

function flipRows(key: RunKey, _: DoneRun, said: Said): kinds.FlipCountRow[] {
  const images = said.images('flips');
  return said.rows('flips').map(({ stage, block, toRight, toWrong }) => ({ ...key, images, stage: stage!, block: block!, toRight: toRight!, toWrong: toWrong! }));
}

/** Of sets of images on which gradients were taken. */
function blockRows(key: RunKey, { run }: DoneRun, said: Said): kinds.BlockRow[] {
  return (['test', 'training'] as const).flatMap((set) => {
    const images = said.images('cosineLoss', set);
    return images === 0 ? [] : joinedBlocks((name) => said.rows(name, set, images), chanceOf(run)).map((joined) => ({ ...key, set, images, ...joined }));
  });
}

function earlyReadoutRows(key: RunKey, { records }: DoneRun): kinds.RunEarlyReadoutRow[] {
  return records.flatMap(({ epoch, earlyReadout }) => {
    const { stage = 0, accuracy = [], loss, entropy } = earlyReadout ?? {};
    return accuracy.map((each, block) => ({ ...key, network: settingLabel(key), epoch, stage, block, accuracy: each, loss: loss![block]!, entropy: entropy![block]! }));
  });
}
