import type { Dataset } from '../data/dataset';
import type { Network } from '../networks/network';
import type { Snapshot } from './execution';
import type { AfterStep } from './train';
import type { StepReport } from './trainer';

/** What a history is of. */
export interface HistoryOf {
  readonly network: Network;
  /** what the table calls this kind of network */
  readonly name: string;
  readonly seed: number;
  readonly data: Dataset;
}

/** Looks at the network behind chosen steps; its values are let go of when `look` is done. */
export function behindSteps(chosen: (report: StepReport) => boolean, look: (values: Snapshot, report: StepReport) => Promise<void> | void): AfterStep {
  return async (report, snapshot) => {
    if (!chosen(report)) return;
    const values = snapshot();
    try {
      await look(values, report);
    } finally {
      values.dispose();
    }
  };
}

/** One function for after every training step that calls several in turn, each with the same report and snapshots of its own. */
export function inTurn(...functions: readonly AfterStep[]): AfterStep {
  return async (report, snapshot) => {
    for (const each of functions) await each(report, snapshot);
  };
}
