import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { killTrainings } from './kills';
import { startTwice } from './two-processes';
import { Worker } from './workers';

/** `npm run test:crash` asks for more; a few of each are enough to notice that something broke. */
const KILLS = Number(process.env.KILLS ?? 3);
const STARTS = Number(process.env.STARTS ?? 2);
const say = process.env.KILLS === undefined ? undefined : (line: string): void => void process.stderr.write(`\r${line} `);

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  t.after(async () => {
    await Worker.killAll();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test(`a training that is killed at ${KILLS} random instants ends with the bits of one that is not`, async (t) => {
  const { runs, ...kills } = await killTrainings(scratch(t), KILLS, KILLS < 20 ? 6 : 40, say);
  assert.equal(Object.values(kills).reduce((sum, each) => sum + each, 0), KILLS);
  t.diagnostic(
    `${KILLS} kills: ${kills.starting} at a start, ${kills.writing} while a file was written, ${kills.saving} between two files of a save, ` +
      `${kills.otherwise} elsewhere; ${runs} trainings were brought to their end, all with the bits of the uninterrupted one`,
  );
});

test(`of two processes that start one run, ${STARTS} times, one trains`, async (t) => {
  const { busy, late } = await startTwice(scratch(t), STARTS, say);
  t.diagnostic(`${STARTS} starts: the other process left ${busy} times saying who trains, and found the run done ${late} times`);
});
