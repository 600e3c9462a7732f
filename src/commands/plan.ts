/** `npm run plan`: what would be trained, how much of it is done, and how long the rest takes on this machine. */
import { table } from 'arquero';
import { startEngine } from '../engine/engine';
import { checkpoint } from '../notebook/checkpoint';
import { duration } from '../notebook/duration';
import { progress } from '../notebook/progress';
import { show } from '../notebook/show';
import { runHash } from '../runs/run';
import { openStore } from '../runs/run-store';
import { nameDamaged } from '../experiments/damaged-runs';
import { processCount } from '../experiments/do-jobs';
import { expectedTime, ratesFor } from '../experiments/expected-time';
import { recordedRuns } from '../experiments/record';
import { runName } from '../experiments/run-name';
import { settingsTable } from '../experiments/settings-table';
import { distinctRuns, missingRuns } from '../experiments/train-runs';
import { chosen, commandOptions, runCommand } from './options';

async function plan(): Promise<number> {
  const options = commandOptions();
  const experiments = chosen(options);
  const all = distinctRuns(experiments.flatMap(({ runs }) => runs));
  if (options.list) {
    const recorded = await recordedRuns(all);
    console.log(all.filter((run) => !recorded.has(runHash(run))).map((run) => `${runHash(run)}\t${run.experiment}: ${runName(run)}`).join('\n'));
    return 0;
  }
  for (const experiment of experiments) {
    console.log(experiment.title);
    await show(settingsTable(experiment));
    console.log('');
  }

  const store = openStore();
  const onDamaged = nameDamaged();
  const missing = await Promise.all([...experiments.map(({ runs }) => runs), all].map((runs) => missingRuns(store, runs, false, onDamaged)));
  const allMissing = missing[missing.length - 1]!;
  const engine = await startEngine();
  let line: ReturnType<typeof progress> | undefined;
  const rates = await ratesFor(engine, store, allMissing, async (done, kinds) => {
    line ??= progress(kinds, 'kinds of network timed');
    line.update(done);
    await checkpoint();
  });
  line?.finish();
  const processes = processCount(engine, allMissing.length);
  const times = missing.map((runs) => expectedTime(runs, rates, processes));
  const names = [...experiments.map(({ name }) => name), 'all'];
  const counts = [...experiments.map(({ runs }) => runs.length), all.length];
  const columns = {
    experiment: names,
    runs: counts,
    done: counts.map((count, i) => count - missing[i]!.length),
    'time to go': times.map(({ seconds, unknown }) => `${duration(1000 * seconds)}${unknown > 0 ? ` and ${unknown} runs that could not be timed` : ''}`),
    'of one processor': times.map(({ processorSeconds }) => duration(1000 * processorSeconds)),
  };
  await show(table(columns, Object.keys(columns)));
  console.log(`By the measured time of training steps and measurements on this machine, ${processes} at a time, one thread each. Runs: ${store.folder}.`);
  return 0;
}

runCommand(plan);
