import type { ColumnTable } from 'arquero';
import type { Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { Experiment } from '../experiments/experiment';
import { runExperiment, type ExperimentResults } from '../experiments/run-experiment';
import { prepareOutputFolder, warnIfUnwritten, writeOutput, writeTable } from '../results/output-folder';
import { checkpoint } from './checkpoint';
import { progress } from './progress';

/**
 * Runs an experiment under a live line of progress; an interrupt stops it within a step. In a headless run its tables are
 * written to the output folder, as `TASK-runs.csv` and so on, and all that they depend on as `TASK-experiment.json`.
 * @throws OutputError before any work when the results could not be written, else whatever stopped the experiment, after the line says so
 */
export async function runWithProgress(engine: Engine, dataset: Dataset, experiment: Experiment): Promise<ExperimentResults> {
  await prepareOutputFolder();
  const line = progress(experiment.conditions.length * experiment.seeds.length, 'networks trained and measured');
  try {
    const results = await runExperiment(engine, dataset, experiment, async ({ done, note }) => {
      line.update(done, note);
      await checkpoint();
    });
    line.finish();
    const record = { experiment, data: dataset.provenance, engine: engine.report };
    await warnIfUnwritten(() => writeOutput(`${experiment.task}-experiment.json`, `${JSON.stringify(record, null, 2)}\n`));
    for (const [name, table] of Object.entries(results) as [string, ColumnTable][]) {
      await warnIfUnwritten(() => writeTable(`${experiment.task}-${name}`, table));
    }
    return results;
  } catch (error) {
    line.stop((error as Error).message);
    throw error;
  }
}
