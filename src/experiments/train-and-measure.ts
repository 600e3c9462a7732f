import { take, type Dataset } from '../data/dataset';
import { engineName, type Engine } from '../engine/engine';
import { CURVE_NAMES } from '../indices/curves';
import { effectiveParameters } from '../indices/effective-parameters';
import { lipschitzBounds } from '../indices/lipschitz-bound';
import { measurable } from '../indices/measurable-network';
import { measureIndices, type NetworkIndices } from '../indices/measure-indices';
import { ResidualNetwork } from '../networks/residual-network';
import { STANDARD_VARIANT } from '../results/condition';
import type { CurveRow, HistoryRow, RunRow, StageRow } from '../results/tables';
import { evaluate } from '../training/evaluate';
import type { Snapshot } from '../training/execution';
import { train } from '../training/train';
import type { StepReport } from '../training/trainer';
import type { Experiment, ExperimentCondition } from './experiment';

/** One network of an experiment. */
export interface NetworkTask {
  readonly condition: ExperimentCondition;
  readonly seed: number;
}

/** Rows that a network adds to an experiment's tables. */
export interface NetworkRows {
  readonly runs: RunRow[];
  readonly stages: StageRow[];
  readonly curves: CurveRow[];
  readonly history: HistoryRow[];
}

/** Called with the fraction of a network that is done, and what is being done; awaited; throw to stop. */
export type OnFraction = (fraction: number, note: string) => Promise<void> | void;

/** Share of the time of a network that its measurement takes, for the progress display only. */
const MEASURING_SHARE = 0.2;

/**
 * Trains one network of an experiment and measures it.
 * @param data the experiment's part of the set
 */
export async function trainAndMeasure(
  engine: Engine,
  data: Dataset,
  experiment: Experiment,
  { condition, seed }: NetworkTask,
  onFraction: OnFraction,
): Promise<NetworkRows> {
  const { normalization, coupling, lipschitz } = condition;
  const network = new ResidualNetwork({ ...experiment.network, normalization });
  const { task, preset } = experiment;
  const key = { run: runName(experiment, condition, seed), experiment: task, preset, task, variant: STANDARD_VARIANT, ...condition, seed };

  const learning = new LearningCurve(engine, network, data, experiment);
  const settings = { ...experiment.training, seed, coupling, lipschitz };
  const trained = await train(engine, network, data, settings, async (step, snapshot) => {
    learning.add(step, snapshot);
    await onFraction((1 - MEASURING_SHARE) * (step.step / step.steps), `epoch ${step.epoch.toFixed(1)}, loss ${step.loss.toFixed(3)}`);
  });
  try {
    const indices = await measureIndices(engine, measurable(trained), data.test, data, 1 / data.classes.length, {
      onFraction: (fraction) => onFraction(1 - MEASURING_SHARE * (1 - fraction), 'measuring the indices'),
    });
    const seen = take(data.train, Math.min(data.train.size, data.test.size));
    const bounds = lipschitzBounds(engine, network, trained.parameters, trained.statistics).map(({ bound }) => bound);
    const { accuracy, convergenceIndex, recurrenceIndex, divergenceIndex } = indices;
    const run: RunRow = {
      ...key,
      parameters: network.parameterCount().trainable,
      effectiveParameters: effectiveParameters(network.parameters, trained.parameters),
      trainAccuracy: evaluate(engine, network, trained, seen, data).accuracy,
      testAccuracy: accuracy,
      testError: 1 - accuracy,
      convergenceIndex,
      recurrenceIndex,
      divergenceIndex,
      lipschitzBound: bounds.length === 0 || bounds.includes(undefined) ? null : Math.max(...(bounds as number[])),
      seconds: learning.seconds(),
      engine: engineName(engine.report),
      threads: engine.report.threads,
      oneDNN: engine.report.oneDNN,
    };
    return {
      runs: [run],
      stages: stageRows(indices).map((row) => ({ ...key, ...row })),
      curves: curveRows(indices).map((row) => ({ ...key, ...row })),
      history: learning.points.map((point) => ({ ...key, ...point })),
    };
  } finally {
    trained.dispose();
  }
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

type LearningPoint = Pick<HistoryRow, 'epoch' | 'trainLoss' | 'trainAccuracy' | 'testLoss' | 'testAccuracy' | 'seconds'>;

/** Gathers a network's learning curve: at each point the training batches since the last one, and the test set. */
class LearningCurve {
  readonly points: LearningPoint[] = [];
  private readonly start = performance.now();
  private since: StepReport[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly network: ResidualNetwork,
    private readonly data: Dataset,
    private readonly experiment: Experiment,
  ) {}

  /** since the training began */
  seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  add(step: StepReport, snapshot: () => Snapshot): void {
    this.since.push(step);
    const { training, recordsPerEpoch } = this.experiment;
    const pointsAt = (count: number): number => Math.floor((count * training.epochs * recordsPerEpoch) / step.steps);
    if (pointsAt(step.step) === pointsAt(step.step - 1)) return;
    const mean = (value: (report: StepReport) => number): number => this.since.reduce((sum, report) => sum + value(report), 0) / this.since.length;
    const values = snapshot();
    const test = evaluate(this.engine, this.network, values, this.data.test, this.data);
    values.dispose();
    this.points.push({
      epoch: step.epoch,
      trainLoss: mean(({ loss }) => loss),
      trainAccuracy: mean(({ accuracy }) => accuracy),
      testLoss: test.loss,
      testAccuracy: test.accuracy,
      seconds: this.seconds(),
    });
    this.since = [];
  }
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

function curveRows(indices: NetworkIndices): Pick<CurveRow, 'stage' | 'curve' | 'k' | 'fraction' | 'accuracy' | 'normalizedAccuracy'>[] {
  return indices.stages.flatMap(({ stage, blocks, curves }) =>
    CURVE_NAMES.flatMap((curve) =>
      curves[curve].accuracy.map((accuracy, k) => ({
        stage,
        curve,
        k,
        fraction: k / blocks,
        accuracy,
        normalizedAccuracy: curves[curve].normalizedAccuracy[k]!,
      })),
    ),
  );
}
