import { table, type ColumnTable } from 'arquero';
import { runHash, type Run } from '../runs/run';
import { lookAt, RUN_STATUSES, type RunStatus, type RunStore, type StoredRun } from '../runs/run-store';
import type { Experiment } from './experiment';
import { expectedTime } from './expected-time';
import type { Rates } from './rates-file';
import { runName } from './run-name';

/** A run and how it stands. */
export interface RunView extends Pick<StoredRun, 'status' | 'progress' | 'failure'> {
  readonly hash: string;
  readonly run: Run;
}

/** How the runs of an experiment stand. */
export interface ExperimentView {
  readonly experiment: Experiment;
  readonly runs: readonly RunView[];
}

/** Looks at every run of experiments. @param recorded runs that are done wherever, by their hashes @throws StoreError when a file is damaged */
export function lookAtExperiments(store: RunStore, experiments: readonly Experiment[], recorded: ReadonlyMap<string, unknown> = new Map()): ExperimentView[] {
  return experiments.map((experiment) => ({
    experiment,
    runs: experiment.runs.map((run) => {
      const hash = runHash(run);
      return { hash, run, ...(recorded.has(hash) ? { status: 'done' as const } : lookAt(store, hash)) };
    }),
  }));
}

/** How many runs stand how. */
export function countByStatus({ runs }: ExperimentView): Record<RunStatus, number> {
  const count = (status: RunStatus): number => runs.filter((each) => each.status === status).length;
  return Object.fromEntries(RUN_STATUSES.map((status) => [status, count(status)])) as Record<RunStatus, number>;
}

/**
 * Seconds until the runs that are not done are, failed ones aside, as many at a time as run now.
 * @returns undefined where a rate is missing
 */
export function secondsToGo(views: readonly ExperimentView[], rates: Rates, processes: number): number | undefined {
  const left = views.flatMap(({ runs }) => runs.filter(({ status }) => status !== 'done' && status !== 'failed'));
  const running = left.filter(({ status }) => status === 'running').length;
  const whole = expectedTime(left.map(({ run }) => run), rates, Math.max(1, running || processes));
  if (whole.unknown > 0) return undefined;
  const done = left.reduce((sum, { run, progress }) => sum + (progress?.fraction ?? 0) * expectedTime([run], rates, 1).seconds, 0);
  return Math.max(0, whole.seconds - done / whole.processes);
}

/** One row an experiment, for the eye. */
export function statusTable(views: readonly ExperimentView[]): ColumnTable {
  const rows = views.map((view) => ({ experiment: view.experiment.name, runs: view.runs.length, ...countByStatus(view) }));
  const columns = ['experiment', 'runs', 'done', 'running', 'stopped', 'failed', 'new'] as const;
  return table(Object.fromEntries(columns.map((column) => [column, rows.map((row) => row[column])])), [...columns]);
}

/** One line for each run that is at work, or that failed, with the reason. */
export function linesOfRuns(views: readonly ExperimentView[], status: 'running' | 'failed'): string[] {
  return views.flatMap(({ runs }) =>
    runs
      .filter((each) => each.status === status)
      .map(({ hash, run, progress, failure }) => {
        const how = status === 'failed' ? `${failure?.kind ?? 'Error'}: ${failure?.reason ?? 'unknown'}` : progressInWords(progress);
        return `${hash} ${runName(run)}: ${how}`;
      }),
  );
}

function progressInWords(progress: RunView['progress']): string {
  return progress ? `${Math.floor(100 * progress.fraction)} %, ${progress.note}` : 'starting';
}
