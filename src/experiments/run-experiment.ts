import type { ColumnTable } from 'arquero';
import { take, type Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { effectiveParameters } from '../indices/effective-parameters';
import { lipschitzBounds } from '../indices/lipschitz-bound';
import { measurable } from '../indices/measurable-network';
import { measureIndices, type NetworkIndices } from '../indices/measure-indices';
import { ResidualNetwork } from '../networks/residual-network';
import { curves, history, runs, stages, type CurveRow, type HistoryRow, type RunRow, type StageRow } from '../results/tables';
import { CURVE_NAMES } from '../indices/curves';
import { evaluate } from '../training/evaluate';
import type { Snapshot } from '../training/execution';
import { train, type StepReport } from '../training/train';
import type { Experiment, ExperimentCondition } from './experiment';

/** The results of an experiment as arquero tables: one row a network, a stage, a point of a curve, a record in training. */
export interface ExperimentResults {
  readonly runs: ColumnTable;
  readonly stages: ColumnTable;
  readonly curves: ColumnTable;
  readonly history: ColumnTable;
}

/** Where an experiment stands. */
export interface ExperimentProgress {
  /** networks done, the one in work by its fraction */
  readonly done: number;
  readonly networks: number;
  /** what is being done, for a reader */
  readonly note: string;
}

/** Share of the time of a network that its measurement takes, for the progress display only. */
const MEASURING_SHARE = 0.2;

/**
 * Trains every condition from every seed and measures its networks.
 * @param onProgress awaited after every step; throw to stop
 */
export async function runExperiment(
  engine: Engine,
  dataset: Dataset,
  experiment: Experiment,
  onProgress: (progress: ExperimentProgress) => Promise<void> | void = () => undefined,
): Promise<ExperimentResults> {
  const data: Dataset = { ...dataset, train: take(dataset.train, experiment.trainImages), test: take(dataset.test, experiment.testImages) };
  // All definitions are checked before the first network is trained.
  const trainings = experiment.seeds.flatMap((seed) =>
    experiment.conditions.map((condition) => ({
      seed,
      condition,
      network: new ResidualNetwork({ ...experiment.network, normalization: condition.normalization }),
    })),
  );
  const rows = { runs: [] as RunRow[], stages: [] as StageRow[], curves: [] as CurveRow[], history: [] as HistoryRow[] };

  for (const [index, { seed, condition, network }] of trainings.entries()) {
    const { coupling, lipschitz } = condition;
    const key = { run: runName(experiment, condition, seed), task: experiment.task, ...condition, seed };
    const report = (fraction: number, note: string): Promise<void> | void =>
      onProgress({ done: index + fraction, networks: trainings.length, note: `${conditionName(condition)}, seed ${seed}: ${note}` });

    const recorder = historyRecorder(engine, network, data, experiment, (row) => rows.history.push({ ...key, ...row }));
    const trained = await train(engine, network, data, { ...experiment.training, seed, coupling, lipschitz }, async (step, snapshot) => {
      recorder.record(step, snapshot);
      await report((1 - MEASURING_SHARE) * (step.step / step.steps), `epoch ${step.epoch.toFixed(1)}, loss ${step.loss.toFixed(3)}`);
    });
    try {
      const indices = await measureIndices(engine, measurable(engine, trained), data.test, data, 1 / data.classes.length, (fraction) =>
        report(1 - MEASURING_SHARE * (1 - fraction), 'measuring the indices'),
      );
      const bounds = lipschitzBounds(engine, network, trained.parameters, trained.statistics).map(({ bound }) => bound);
      rows.runs.push({
        ...key,
        parameters: network.parameterCount().trainable,
        effectiveParameters: effectiveParameters(network.parameters, trained.parameters),
        trainAccuracy: evaluate(engine, network, trained, take(data.train, Math.min(data.train.size, data.test.size)), data).accuracy,
        testAccuracy: indices.accuracy,
        testError: 1 - indices.accuracy,
        convergenceIndex: indices.convergenceIndex,
        recurrenceIndex: indices.recurrenceIndex,
        divergenceIndex: indices.divergenceIndex,
        lipschitzBound: bounds.some((bound) => bound === undefined) ? null : Math.max(...(bounds as number[])),
        seconds: recorder.seconds(),
      });
      rows.stages.push(...stageRows(indices).map((row) => ({ ...key, ...row })));
      rows.curves.push(...curveRows(indices).map((row) => ({ ...key, ...row })));
    } finally {
      trained.dispose();
    }
  }
  return { runs: runs.table(rows.runs), stages: stages.table(rows.stages), curves: curves.table(rows.curves), history: history.table(rows.history) };
}

/** A network of an experiment in words, e.g. `batch norm, λ = 0.5, c = 1`. */
export function conditionName({ normalization, coupling, lipschitz }: ExperimentCondition): string {
  const parts = [normalization === 'none' ? 'no norm' : `${normalization} norm`, `λ = ${coupling}`];
  if (lipschitz !== null) parts.push(`c = ${lipschitz}`);
  return parts.join(', ');
}

function runName({ task, preset }: Experiment, { normalization, coupling, lipschitz }: ExperimentCondition, seed: number): string {
  return `${task}-${preset}-${normalization}-coupling-${coupling}-lipschitz-${lipschitz ?? 'none'}-seed-${seed}`;
}

/** Gathers the learning curves: the training loss since the last record, and the test set at the record. */
function historyRecorder(
  engine: Engine,
  network: ResidualNetwork,
  data: Dataset,
  { training, recordsPerEpoch }: Experiment,
  push: (row: Pick<HistoryRow, 'epoch' | 'trainLoss' | 'trainAccuracy' | 'testLoss' | 'testAccuracy' | 'seconds'>) => void,
): { record(step: StepReport, snapshot: () => Snapshot): void; seconds(): number } {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let since: StepReport[] = [];
  return {
    seconds,
    record(step, snapshot) {
      since.push(step);
      const stepsPerEpoch = step.steps / training.epochs;
      const records = (at: number): number => Math.floor((at / stepsPerEpoch) * recordsPerEpoch + 1e-9);
      if (records(step.step) === records(step.step - 1)) return;
      const mean = (value: (report: StepReport) => number): number => since.reduce((sum, report) => sum + value(report), 0) / since.length;
      const values = snapshot();
      const test = evaluate(engine, network, values, data.test, data);
      values.dispose();
      push({
        epoch: step.epoch,
        trainLoss: mean((report) => report.loss),
        trainAccuracy: mean((report) => report.accuracy),
        testLoss: test.loss,
        testAccuracy: test.accuracy,
        seconds: seconds(),
      });
      since = [];
    },
  };
}

function stageRows(indices: NetworkIndices): Pick<StageRow, 'stage' | 'blocks' | 'convergenceIndex' | 'recurrenceIndex' | 'divergenceIndex'>[] {
  return indices.stages.map(({ stage, blocks, convergenceIndex, recurrenceIndex, divergenceIndex }) => ({
    stage,
    blocks,
    convergenceIndex,
    recurrenceIndex,
    divergenceIndex,
  }));
}

function curveRows(indices: NetworkIndices): Pick<CurveRow, 'stage' | 'curve' | 'k' | 'fraction' | 'accuracy' | 'normalisedAccuracy'>[] {
  return indices.stages.flatMap(({ stage, blocks, curves: byName }) =>
    CURVE_NAMES.flatMap((curve) =>
      byName[curve].accuracy.map((accuracy, k) => ({
        stage,
        curve,
        k,
        fraction: k / blocks,
        accuracy,
        normalisedAccuracy: byName[curve].normalizedAccuracy[k]!,
      })),
    ),
  );
}
