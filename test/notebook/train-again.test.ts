import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { trainAgain } from '../../src/notebook/train-again';
import { findRun, pathOf } from '../../src/runs/run-store';
import { trainWithProgress } from '../../src/notebook/run-with-progress';
import { tablesOf } from '../../src/experiments/results';
import { emptyStore, tinyRun } from '../runs/tiny-run';

const asked = [1, 2].flatMap((seed) => [0, 1].map((coupling) => tinyRun({ training: { seed, coupling } })));

test('a run that is trained again stands beside those of its setting, says whether its bits are the same, and is trained anew at every call', async (context) => {
  const [store, own] = [emptyStore(), emptyStore()];
  assert.deepEqual(await trainWithProgress(await startEngine(), store, asked), []);
  const runs = asked.map((run) => findRun(store, run));
  const said = context.mock.method(console, 'log', () => undefined);
  const beside = await trainAgain(runs, runs[3]!.hash.slice(0, 6), own);
  assert.deepEqual(beside.map(({ run }) => [run.variant, run.training.coupling, run.training.seed]), [['standard', 1, 1], ['standard', 1, 2], ['trained again', 1, 2]]);
  assert.match(String(said.mock.calls[said.mock.callCount() - 1]!.arguments[0]), /: bit-identical$/);
  const rows = tablesOf(beside).runs.array('recurrenceIndex') as number[];
  assert.deepEqual(rows.slice(1), [1, 1]);

  const before = findRun(own, asked[3]!).environment[0]!.at;
  await trainAgain(runs, runs[3]!.hash, own);
  assert.notEqual(findRun(own, asked[3]!).environment[0]!.at, before);
});

test('a name that is no run or several is refused before anything is trained', async () => {
  const own = emptyStore();
  const runs = asked.map((run) => findRun(own, run));
  await assert.rejects(trainAgain(runs, 'none', own), { message: `"none" is the beginning of 0 of these runs' names; they are ${runs.map(({ hash }) => hash).join(', ')}.` });
  await assert.rejects(trainAgain(runs, '', own), /"" is the beginning of 4 of these runs' names/);
  assert.ok(!existsSync(pathOf(own, runs[0]!.hash)));
});
