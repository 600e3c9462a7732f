import { availableParallelism } from 'node:os';
import type { Experiment } from '../experiments/experiment';
import { nameDamaged } from '../experiments/damaged-runs';
import { experimentsOf } from '../experiments/experiments';
import { machineName, readRates } from '../experiments/rates-file';
import { recordedRuns } from '../experiments/record';
import { countByStatus, linesOfRuns, lookAtExperiments, secondsToGo, statusTable, type ExperimentView } from '../experiments/status';
import { openStore, type RunStore } from '../runs/run-store';
import { checkpoint } from './checkpoint';
import { duration } from './duration';
import { escapeHtml } from '../files/escape-html';
import { kernelHost } from './kernel-host';
import { tableBundle } from './table-bundle';

const LOOK_MILLISECONDS = 2000;
/** Lines of failures that are shown; `npm run status` without a terminal, too, shows the rest as a number. */
const SHOWN = 20;
let views = 0;

/** How {@link showStatus} looks. */
export interface StatusOptions {
  /** of all experiments, one */
  readonly experiment?: string;
  /** go on looking until all runs are done, failed or damaged, or until interrupted */
  readonly follow?: boolean;
  readonly store?: RunStore;
}

/**
 * Shows how the runs of a preset, or of one experiment or sweep, stand: done, running, failed with the reason, time to go; damaged ones are
 * named on the error stream. In a notebook in one output that changes, in a terminal in place, else again and again. Trains nothing.
 */
export async function showStatus(of: string | Experiment, { experiment, follow = false, store = openStore() }: StatusOptions = {}): Promise<void> {
  const experiments = typeof of === 'string' ? experimentsOf(of, experiment) : [of];
  const recorded = await recordedRuns(experiments.flatMap(({ runs }) => runs));
  const [paint, onDamaged] = [painter(), nameDamaged()];
  for (;;) {
    const looked = lookAtExperiments(store, experiments, recorded, onDamaged);
    paint(looked, sentences(store, looked));
    if (!follow || looked.every((view) => isOver(countByStatus(view)))) return;
    const next = performance.now() + LOOK_MILLISECONDS;
    while (performance.now() < next) {
      await checkpoint();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const isOver = ({ new: untouched, running, stopped }: ReturnType<typeof countByStatus>): boolean => untouched + running + stopped === 0;

/** What the table does not say. */
function sentences(store: RunStore, looked: readonly ExperimentView[]): string[] {
  const counts = looked.map(countByStatus);
  const seconds = secondsToGo(looked, readRates(store, machineName()), availableParallelism());
  const failed = linesOfRuns(looked, 'failed');
  return [
    ...(counts.every(isOver) ? [] : [`Time to go: ${seconds === undefined ? 'unknown until "npm run plan" has timed these networks here' : `about ${duration(1000 * seconds)}`}.`]),
    ...linesOfRuns(looked, 'running').map((line) => `running: ${line}`),
    ...failed.slice(0, SHOWN).map((line) => `failed: ${line}`),
    ...(failed.length > SHOWN ? [`… and ${failed.length - SHOWN} more that failed`] : []),
  ];
}

function painter(): (looked: readonly ExperimentView[], lines: readonly string[]) => void {
  const host = kernelHost();
  const displayId = `status-${process.pid}-${++views}`;
  let shown = false;
  return (looked, lines) => {
    const bundle = tableBundle(statusTable(looked));
    const text = [bundle['text/plain'], ...lines].join('\n');
    if (host) {
      const html = `${String(bundle['text/html'])}\n${lines.map((line) => `<div>${escapeHtml(line)}</div>`).join('\n')}`;
      host.publish({ 'text/html': html, 'text/plain': text }, { displayId, update: shown });
    } else {
      // A terminal is cleared, so that the newest state stands in the place of the last.
      process.stdout.write(`${shown && process.stdout.isTTY ? '\x1b[2J\x1b[H' : ''}${text}\n`);
    }
    shown = true;
  };
}
