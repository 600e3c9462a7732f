import type { AfterStep } from './train';

/** One function for after every training step that calls several in turn, each with the same report and snapshots of its own. */
export function inTurn(...functions: readonly AfterStep[]): AfterStep {
  return async (report, snapshot) => {
    for (const each of functions) await each(report, snapshot);
  };
}
