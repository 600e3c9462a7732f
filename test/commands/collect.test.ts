import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromCSV } from 'arquero';
import { experiments, tables } from '../../src/index';
import { scratchFolder } from '../data/scratch';

const root = join(__dirname, '..', '..');

test('collect writes the networks of the record as one CSV table and as one Parquet file, read as they were', async (context) => {
  const folder = await scratchFolder(context);
  const collect = (out: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', join('src', 'commands', 'collect.ts'), '--preset', 'study', '--experiment', 'mnist', '--out', out], { cwd: root, encoding: 'utf8', env: { ...process.env, RUNS_DIR: join(folder, 'runs') } });
  const [csv, parquet] = [join(folder, 'x.csv'), join(folder, 'x.parquet')];
  const done = (await experiments.loadRuns('study')).filter(({ run, status }) => run.experiment === 'mnist' && status === 'done');
  assert.ok(done.length > 20);
  const written = collect(csv);
  assert.equal(written.status, 0, written.stderr);
  assert.match(written.stdout, new RegExp(`^${done.length} of \\d+ runs are written to .*x\\.csv\\.\n$`));
  const errors = fromCSV(readFileSync(csv, 'utf8').trimEnd(), { parse: { run: String } }).objects() as { run: string; testError: number }[];
  const ours = tables.tablesOf(done).runs.objects() as { run: string; testError: number }[];
  assert.deepEqual(new Map(errors.map(({ run, testError }) => [run, testError])), new Map(ours.map(({ run, testError }) => [run, testError])));

  const whole = collect(parquet);
  assert.equal(whole.status, 0, whole.stderr);
  const read = await tables.readResults(parquet);
  assert.deepEqual(read.map(({ hash, measurements }) => [hash, measurements]), done.map(({ hash, measurements }) => [hash, measurements]));
});
