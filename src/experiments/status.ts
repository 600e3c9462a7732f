import { table, type ColumnTable } from 'arquero';
import { runHash, type Run } from '../runs/run';
import { lookAt, RUN_STATUSES, type RunStatus, type RunStore, type StoredRun } from '../runs/run-store';
import { damagedConfigurations, unlessDamaged, type OnDamaged } from './damaged-runs';
import type { Experiment } from './experiment';
import { expectedTime } from './expected-time';
import type { Rates } from './rates-file';
import { runName } from './run-name';

/** A run and how it stands. */
export interface RunView extends Pick<StoredRun, 'progress' | 'failure'> {
  readonly hash: string;
  readonly run: Run;
  /** damaged: a file of its folder cannot be used */
  readonly status: RunStatus | 'damaged';
}

/** How the runs of an experiment stand. */
export interface ExperimentView {
  readonly experiment: Experiment;
  readonly runs: readonly RunView[];
}

/**
 * Looks at every run of experiments.
 * @param recorded runs that are done wherever, by their hashes
 * @param onDamaged told of those of which a file cannot be used
 */
export function lookAtExperiments(store: RunStore, experiments: readonly Experiment[], recorded: ReadonlyMap<string, unknown>, onDamaged: OnDamaged): ExperimentView[] {
  const damaged = damagedConfigurations(store);
  const look = (hash: string): Omit<RunView, 'hash' | 'run'> => {
    const damage = damaged.get(hash);
    if (recorded.has(hash)) return { status: 'done' };
    if (damage) onDamaged(damage);
    return (damage ? undefined : unlessDamaged(() => lookAt(store, hash), onDamaged)) ?? { status: 'damaged' };
  };
  return experiments.map((experiment) => ({
    experiment,
    runs: experiment.runs.map((run) => {
      const hash = runHash(run);
      return { hash, run, ...look(hash) };
    }),
  }));
}

/** How many runs stand how. */
export function countByStatus({ runs }: ExperimentView): Record<RunView['status'], number> {
  const count = (status: RunView['status']): number => runs.filter((each) => each.status === status).length;
  return Object.fromEntries([...RUN_STATUSES, 'damaged' as const].map((status) => [status, count(status)])) as Record<RunView['status'], number>;
}

/**
 * Seconds until the runs that are not done are, failed and damaged ones aside, as many at a time as run now.
 * @returns undefined where a rate is missing
 */
export function secondsToGo(views: readonly ExperimentView[], rates: Rates, processes: number): number | undefined {
  const left = views.flatMap(({ runs }) => runs.filter(({ status }) => !['done', 'failed', 'damaged'].includes(status)));
  const running = left.filter(({ status }) => status === 'running').length;
  const whole = expectedTime(left.map(({ run }) => run), rates, Math.max(1, running || processes));
  if (whole.unknown > 0) return undefined;
  const done = left.reduce((sum, { run, progress }) => sum + (progress?.fraction ?? 0) * expectedTime([run], rates, 1).seconds, 0);
  return Math.max(0, whole.seconds - done / whole.processes);
}

/** One row an experiment, for the eye; damaged runs have a column where there are any. */
export function statusTable(views: readonly ExperimentView[]): ColumnTable {
  const rows = views.map((view) => ({ experiment: view.experiment.name, runs: view.runs.length, ...countByStatus(view) }));
  const damaged = rows.some((row) => row.damaged > 0) ? (['damaged'] as const) : [];
  const columns = ['experiment', 'runs', 'done', 'running', 'stopped', 'failed', ...damaged, 'new'] as const;
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
