import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { prepareStore } from '../../src/runs/prepare-store';
import { openStore } from '../../src/runs/run-store';
import { scratchFolder } from '../data/scratch';

describe('before hours are spent on runs, their store', () => {
  test('is made and written to, which leaves nothing', async (context) => {
    const folder = join(await scratchFolder(context), 'output', 'runs');
    await prepareStore(openStore(folder));
    assert.deepEqual(readdirSync(folder), []);
  });

  test('is refused in words where a file is in its place', async (context) => {
    const folder = join(await scratchFolder(context), 'file');
    writeFileSync(folder, '');
    await assert.rejects(prepareStore(openStore(folder)), {
      name: 'StoreError',
      message: `${folder} cannot be written to (its place is taken by a file or folder of another kind): name another folder for the runs with RUNS_DIR.`,
    });
  });

  for (const [what, options, reason] of [['read only', 'ro', 'its file system can only be read'], ['full', 'size=4k,nr_inodes=1', 'the disk is full']] as const) {
    test(`is refused in words where the disk is ${what}`, async (context) => {
      const disk = mkdtempSync(join(tmpdir(), 'store-disk-'));
      context.after(() => {
        spawnSync('umount', ['--lazy', disk]);
        rmSync(disk, { recursive: true });
      });
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status !== 0) {
        context.skip('no such disk can be mounted here');
        return;
      }
      await assert.rejects(prepareStore(openStore(join(disk, 'runs'))), (error: Error) => error.message.includes(`cannot be written to (${reason})`));
    });
  }
});
