import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { blockDrop, experiments, tables } from '../src/index';

const study = join(__dirname, '..', 'study');
const python = process.env.PYTHON_WITH_LIBRARIES ?? join(__dirname, '..', '.environment', 'pytorch', 'bin', 'python');
const hasPandas = existsSync(python) && spawnSync(python, ['-c', 'import pandas, pyarrow']).status === 0;
const skip = hasPandas ? false : 'no Python with pandas and pyarrow: name one by PYTHON_WITH_LIBRARIES';

test('study/pandas.md reads of the record what our tables say', { skip }, async () => {
  const [, script] = /```python\n([^]*?)```/.exec(readFileSync(join(study, 'pandas.md'), 'utf8'))!;
  const printing = `${script}\nprint()\nprint(json.dumps({"runs": len(runs), "drops": drops[["run", "stage", "block", "drop"]].values.tolist()}))`;
  const { status, stdout, stderr } = spawnSync(python, ['-c', printing], { cwd: study, encoding: 'utf8', maxBuffer: 2 ** 26 });
  assert.equal(status, 0, stderr);
  const read = JSON.parse(stdout.trim().split('\n').at(-1)!) as { runs: number; drops: [string, number, number, number][] };

  const runs = await experiments.loadRuns('study');
  const { runs: trained } = tables.tablesOf(runs);
  assert.equal(read.runs, trained.numRows());
  const ours = tables.measureTable(runs, blockDrop.measure).objects() as { run: string; stage: number; block: number; drop: number }[];
  assert.ok(ours.length > 200);
  const keyed = (rows: readonly (readonly [string, number, number, number])[]): Map<string, number> => new Map(rows.map(([run, stage, block, drop]) => [`${run} ${stage} ${block}`, drop]));
  assert.deepEqual(keyed(read.drops), keyed(ours.map(({ run, stage, block, drop }) => [run, stage, block, drop])));
});
