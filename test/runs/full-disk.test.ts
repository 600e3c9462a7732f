import { PROTOCOLS } from '../../src/ideas/protocols';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { runHash } from '../../src/runs/run';
import { openStore, readRuns } from '../../src/runs/run-store';
import { writeSealedTensors } from '../../src/runs/sealed-tensors';
import { StoreError } from '../../src/runs/store-error';
import { trainRun } from '../../src/runs/train-run';
import { difference } from '../crash/results';
import { emptyStore, tinyRun } from './tiny-run';

const PAGE = 4096;
/** What keeps this from being tested; undefined: nothing. */
let obstacle: string | undefined;
const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));

before(() => {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { encoding: 'utf8' });
  if (status !== 0) obstacle = `no small disk can be mounted here (${error?.message ?? stderr.trim()})`;
});
after(() => {
  if (obstacle === undefined) spawnSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Fills the disk up to some free pages. */
function leave(pages: number): void {
  const ballast = join(disk, 'ballast');
  rmSync(ballast, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - pages * PAGE));
}

function assertFullDisk(outcome: unknown): void {
  assert.ok(outcome instanceof StoreError, outcome instanceof Error ? outcome.message : 'it was written');
  assert.ok(outcome.message.endsWith(' could not be written (the disk is full): free some space, then start again; what was there before is as it was.'), outcome.message);
}

test('a file that finds the disk full at any of its pages is an error that says so, and the old file is as it was', async (t: TestContext) => {
  if (obstacle) {
    t.skip(obstacle);
    return;
  }
  const path = join(disk, 'state.safetensors');
  const content = (value: number) => ({ tensors: new Map([['x', { shape: [5000], values: new Float32Array(5000).fill(value) }]]), metadata: new Map<string, string>() });
  leave(40);
  await writeSealedTensors(path, content(0));
  const old = readFileSync(path);
  let refused = 0;
  for (let pages = 0; ; pages++) {
    leave(pages);
    const error = await writeSealedTensors(path, content(1)).catch((thrown: unknown) => thrown);
    assert.deepEqual(readdirSync(disk).sort(), ['ballast', 'state.safetensors']);
    if (error === undefined) break;
    assertFullDisk(error);
    assert.ok(readFileSync(path).equals(old));
    refused++;
  }
  assert.equal(refused, Math.ceil(old.length / PAGE));
  assert.ok(!readFileSync(path).equals(old));
  rmSync(path);
});

test('a run on a disk that is full at any of its writes goes on when there is space, and ends with the bytes of one that never was short of it', async (t: TestContext) => {
  if (obstacle) {
    t.skip(obstacle);
    return;
  }
  const engine: Engine = await startEngine();
  const run = tinyRun({
    measurements: ['images'],
    network: { input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 2, stride: 14 }, blocks: 1 }] },
    recordsPerEpoch: 6,
    training: { epochs: 1 },
  });
  const whole = emptyStore();
  await trainRun(engine, whole, run, PROTOCOLS);
  let stops = 0;
  // The disk fills before the first write of all, or after one of the first steps: so many pages are free then.
  for (const [name, fillAfter] of [['at the start', -1], ['between two saves', 1], ['at a save', 2]] as const) {
    const short = openStore(join(disk, name));
    for (let pages = 0; ; pages++) {
      leave(fillAfter < 0 ? pages : 60);
      let steps = 0;
      const onProgress = (): void => {
        if (++steps === fillAfter) leave(pages);
      };
      const outcome = await trainRun(engine, short, run, PROTOCOLS, { onProgress }).catch((thrown: unknown) => thrown);
      assert.ok(readRuns(short).every(({ status }) => (status === 'done') === (outcome === 'trained')));
      if (outcome === 'trained') break;
      assertFullDisk(outcome);
      stops++;
    }
    assert.equal(difference(short, whole, runHash(run)), undefined);
    leave(60);
    rmSync(short.folder, { recursive: true });
  }
  t.diagnostic(`stopped by a full disk ${stops} times, from no free page on`);
  assert.ok(stops >= 6, `stopped ${stops} times`);
});
