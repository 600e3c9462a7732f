import type { ColumnTable } from 'arquero';
import { availableParallelism } from 'node:os';
import { take, type Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { ResidualNetwork } from '../networks/residual-network';
import { curves, history, runs, stages } from '../results/tables';
import type { Experiment } from './experiment';
import { conditionName, trainAndMeasure, type NetworkRows, type NetworkTask } from './train-and-measure';
import { runInWorkers, workerCount } from './worker-pool';

/** The results of an experiment as arquero tables: one row a network, a stage, a point of a curve, a point in training. */
export interface ExperimentResults {
  readonly runs: ColumnTable;
  readonly stages: ColumnTable;
  readonly curves: ColumnTable;
  readonly history: ColumnTable;
}

/** Where an experiment stands. */
export interface ExperimentProgress {
  /** networks done, those in work by their fractions */
  readonly done: number;
  readonly networks: number;
  /** what is being done, for a reader */
  readonly note: string;
}

/**
 * Trains every condition from every seed and measures its networks: on the CPU several at a time in processes of one
 * thread each, on a GPU or without the native engine one after the other in this process.
 * @param onProgress awaited about ten times a second; throw to stop
 */
export async function runExperiment(
  engine: Engine,
  dataset: Dataset,
  experiment: Experiment,
  onProgress: (progress: ExperimentProgress) => Promise<void> | void = () => undefined,
): Promise<ExperimentResults> {
  const data: Dataset = { ...dataset, train: take(dataset.train, experiment.trainImages), test: take(dataset.test, experiment.testImages) };
  const tasks = experiment.seeds.flatMap((seed) => experiment.conditions.map((condition): NetworkTask => ({ condition, seed })));
  // Every network can be built before the first one is trained.
  for (const { condition } of tasks) new ResidualNetwork({ ...experiment.network, normalization: condition.normalization });

  const { engine: name, device } = engine.report;
  const rows =
    name === 'native' && device === 'CPU'
      ? await inWorkers(data, experiment, tasks, onProgress)
      : await inThisProcess(engine, data, experiment, tasks, onProgress);
  return {
    runs: runs.table(rows.flatMap((row) => row.runs)),
    stages: stages.table(rows.flatMap((row) => row.stages)),
    curves: curves.table(rows.flatMap((row) => row.curves)),
    history: history.table(rows.flatMap((row) => row.history)),
  };
}

type OnProgress = (progress: ExperimentProgress) => Promise<void> | void;

function inWorkers(data: Dataset, experiment: Experiment, tasks: readonly NetworkTask[], onProgress: OnProgress): Promise<NetworkRows[]> {
  const workers = workerCount(tasks.length, availableParallelism());
  return runInWorkers({ data, experiment }, tasks, workers, (fractions, note) => {
    const done = fractions.reduce((sum, fraction) => sum + fraction, 0);
    const atWork = workers > 1 ? `${workers} at a time; ` : '';
    return onProgress({ done, networks: tasks.length, note: atWork + note });
  });
}

async function inThisProcess(
  engine: Engine,
  data: Dataset,
  experiment: Experiment,
  tasks: readonly NetworkTask[],
  onProgress: OnProgress,
): Promise<NetworkRows[]> {
  const rows: NetworkRows[] = [];
  for (const [index, task] of tasks.entries()) {
    const name = `${conditionName(task.condition)}, seed ${task.seed}`;
    rows.push(
      await trainAndMeasure(engine, data, experiment, task, (fraction, note) =>
        onProgress({ done: index + fraction, networks: tasks.length, note: `${name}: ${note}` }),
      ),
    );
  }
  return rows;
}
