import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { root } from '../../environment/system/paths.mjs';
import { runName } from '../../src/experiments/run-name';
import { experimentsOf } from '../../src/experiments/experiments';
import { distinctRuns } from '../../src/experiments/train-runs';
import { runHash } from '../../src/runs/run';
import { ProjectCopy } from './project-copy';

/** A project that is not set up, and in which no npm packages can be had. */
let copy: ProjectCopy;
before(() => {
  copy = new ProjectCopy();
  mkdirSync(copy.path('bin'));
  copy.write('bin/npm', '#!/bin/sh\nexit 1\n');
  chmodSync(copy.path('bin', 'npm'), 0o755);
});
after(() => copy.remove());

/** Runs a line of bash in a project. */
function bash(line: string, cwd: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { npm_execpath: _npm, ...env } = process.env;
  const path = `${copy.path('bin')}:${dirname(process.execPath)}:${env.PATH ?? ''}`;
  return spawnSync('bash', ['-c', line], { cwd, encoding: 'utf8', env: { ...env, PATH: path } });
}

it('a command whose output programs read keeps set-up’s progress out of it', () => {
  for (const args of ['plan --preset smoke --list', 'claims']) {
    const { status, stdout, stderr } = bash(`node environment/run.mjs ${args}`, copy.folder);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^Set-up 1\/\d: npm packages …\nSet-up 1\/\d: npm packages: failed after /);
  }
});

it('plan --list prints names of runs only, each with what it is', () => {
  const { status, stdout } = bash('node environment/run.mjs plan --preset smoke --list', root);
  assert.equal(status, 0);
  const runs = distinctRuns(experimentsOf('smoke').flatMap((each) => each.runs));
  assert.deepEqual(stdout.split('\n'), [...runs.map((run) => `${runHash(run)}\t${run.experiment}: ${runName(run)}`), '']);
  assert.match(stdout, /^(?:[0-9a-f]{16}\t[a-z0-9-]+: .+\n)+$/);
});

it('a reader that has seen enough ends a command silently', () => {
  for (const [args, folder] of [['set-up', copy.folder], ['plan --preset smoke --list', root], ['status --preset smoke', root]] as const) {
    const { stderr } = bash(`(sleep 0.3; node ${join('environment', 'run.mjs')} ${args}; echo "status $?" >&2) | true`, folder);
    assert.equal(stderr, 'status 0\n', args);
  }
});
