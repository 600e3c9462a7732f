import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../environment/set-up/lock.mjs';
import { startOf } from '../../environment/system/child.mjs';
import { ProjectCopy } from './project-copy';

describe("set-up's lock", () => {
  let folder = '';
  let lock = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'set-up.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held during the work and released after it, also when the work fails', async () => {
    assert.equal(await withLock(lock, () => Promise.resolve(existsSync(lock))), true);
    assert.equal(existsSync(lock), false);
    await assert.rejects(withLock(lock, () => Promise.reject(new Error('the work failed'))), /the work failed/);
    assert.equal(existsSync(lock), false);
  });

  it('lets a second one wait and says who holds it', async () => {
    const events: string[] = [];
    const first = withLock(lock, async () => {
      await sleep(100);
      events.push('first ends');
    });
    const second = withLock(lock, () => Promise.resolve(events.push('second works')), { onWait: (owner) => events.push(`waits for ${owner}`), pollMilliseconds: 10 });
    await Promise.all([first, second]);
    assert.deepEqual(events, [`waits for ${process.pid}`, 'first ends', 'second works']);
  });

  it('is taken over from a process that has died', async () => {
    const { pid } = spawnSync('true');
    writeFileSync(lock, `${pid} 1 ${hostname()}`);
    assert.equal(await withLock(lock, () => Promise.resolve('worked')), 'worked');
  });

  it('is taken over from a process whose id another one has now', async () => {
    writeFileSync(lock, `${process.pid} 1 ${hostname()}`);
    assert.notEqual(startOf(process.pid), '1');
    assert.equal(await withLock(lock, () => Promise.resolve('worked')), 'worked');
  });

  it('of another machine holds as long as it is touched', async () => {
    writeFileSync(lock, '1 1 elsewhere');
    let waited = false;
    const work = withLock(lock, () => Promise.resolve('worked'), { onWait: () => (waited = true), pollMilliseconds: 10 });
    await sleep(50);
    assert.equal(waited, true);
    assert.equal(readFileSync(lock, 'utf8'), '1 1 elsewhere');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, longAgo, longAgo);
    assert.equal(await work, 'worked');
  });

  it('lets one process work at a time, a dead one before them', async () => {
    const copy = new ProjectCopy();
    try {
      copy.write(
        'count.mjs',
        `import { readFileSync, writeFileSync } from 'node:fs';
         import { withLock } from './environment/set-up/lock.mjs';
         const [lock, counter] = process.argv.slice(2);
         for (let i = 0; i < 10; i++) {
           await withLock(lock, async () => {
             const count = Number(readFileSync(counter, 'utf8'));
             await new Promise((resolve) => setTimeout(resolve, 1));
             writeFileSync(counter, String(count + 1));
           }, { pollMilliseconds: 2 });
         }`,
      );
      const counter = join(folder, 'counter');
      writeFileSync(counter, '0');
      writeFileSync(lock, `${spawnSync('true').pid} 1 ${hostname()}`);
      const statuses = await Promise.all(
        Array.from({ length: 4 }, () => new Promise((resolve) => copy.start('count.mjs', lock, counter).once('close', resolve))),
      );
      assert.deepEqual(statuses, [0, 0, 0, 0]);
      assert.equal(readFileSync(counter, 'utf8'), '40');
    } finally {
      copy.remove();
    }
  });
});
