import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '../../environment/system/child.mjs';
import { ProjectCopy } from './project-copy';

/** Sets up two steps: the first writes a file, the second starts a long command unless told to be quick. */
const program = `
  import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { setUp } from './environment/set-up/set-up.mjs';
  import { Problem } from './environment/system/problem.mjs';
  import { run } from './environment/system/child.mjs';
  import { root } from './environment/system/paths.mjs';
  const mode = process.argv[2];
  const out = (name) => join(root, 'out', name);
  const note = (text) => { mkdirSync(out(''), { recursive: true }); appendFileSync(join(root, 'events'), text + '\\n'); };
  const first = {
    name: 'first', title: 'First', inputs: () => ['1'], outputs: [out('first')], megabytes: mode === 'huge' ? 1e9 : 1,
    install: async () => { note('first'); writeFileSync(out('first'), 'done'); },
  };
  const second = {
    name: 'second', title: 'Second', inputs: () => ['2'], outputs: [out('second')], megabytes: 1, optional: true,
    require: () => { if (mode === 'poor') throw new Problem('Something is missing on this machine.'); },
    install: async (progress, log) => {
      note('second');
      writeFileSync(out('second'), 'half');
      if (mode === 'slow') await run('sh', ['-c', 'echo $$ > ' + out('pid') + '; sleep 60 & wait'], { doing: 'sleeping', log });
      if (mode === 'fail') await run('sh', ['-c', 'echo "write: No space left on device"; exit 1'], { doing: 'writing', log });
      writeFileSync(out('second'), 'whole');
    },
  };
  const third = {
    name: 'third', title: 'Third', inputs: () => ['3'], outputs: [out('third')], megabytes: 1, after: ['second'],
    install: async () => { note('third'); writeFileSync(out('third'), 'done'); },
  };
  try {
    await setUp([first, second, third], { requireAll: process.argv[3] === 'required' });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
`;

describe('set-up', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
    copy.write('program.mjs', program);
  });
  afterEach(() => copy.remove());

  const events = () => readFileSync(copy.path('events'), 'utf8').trim().split('\n');
  const written = async (path: string) => {
    while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(20);
    return readFileSync(path, 'utf8').trim();
  };

  /** A killed process needs a moment to be gone. */
  const ended = async (pid: number) => {
    for (let i = 0; i < 200 && startOf(pid) !== undefined; i++) await sleep(20);
    assert.equal(startOf(pid), undefined);
  };

  it('runs each step once, with its name and time, and then nothing', () => {
    const { status, stdout } = copy.run('program.mjs');
    assert.equal(status, 0);
    assert.match(stdout, /^Set-up 1\/3: First …\nSet-up 1\/3: First: done in [\d.]+ s\nSet-up 2\/3: Second …\n/);
    const again = copy.run('program.mjs');
    assert.deepEqual([again.status, again.stdout, again.stderr], [0, '', '']);
    assert.deepEqual(events(), ['first', 'second', 'third']);
  });

  it('mends what was deleted, and what comes after it', () => {
    copy.run('program.mjs');
    rmSync(copy.path('out', 'second'));
    copy.run('program.mjs');
    assert.deepEqual(events(), ['first', 'second', 'third', 'second', 'third']);
  });

  it('finishes when run again after being killed, and ends what the killed one left running', async () => {
    const killed = copy.start('program.mjs', 'slow');
    const child = Number(await written(copy.path('out', 'pid')));
    await written(copy.path('.environment', 'children', String(child))); // a busy machine may let the child be first
    killed.kill('SIGKILL');
    await once(killed, 'close');
    assert.notEqual(startOf(child), undefined);
    assert.ok(existsSync(copy.path('.environment', 'set-up.lock')));

    assert.equal(copy.run('program.mjs').status, 0);
    await ended(child);
    assert.equal(readFileSync(copy.path('out', 'second'), 'utf8'), 'whole');
    assert.deepEqual(events(), ['first', 'second', 'second', 'third']);
  });

  it('ends its commands when it is interrupted', async () => {
    const interrupted = copy.start('program.mjs', 'slow');
    const child = Number(await written(copy.path('out', 'pid')));
    interrupted.kill('SIGINT');
    const [status] = (await once(interrupted, 'close')) as [number];
    assert.equal(status, 130);
    await ended(child);
    assert.equal(existsSync(copy.path('.environment', 'set-up.lock')), false);
  });

  it('lets a second one wait for the first and then do what is left', async () => {
    const first = copy.start('program.mjs', 'slow');
    const child = Number(await written(copy.path('out', 'pid')));
    const second = copy.start('program.mjs');
    let said = '';
    second.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    while (!said.includes('Another set-up')) await sleep(20);
    assert.match(said, new RegExp(`Another set-up \\(process ${first.pid}\\) works in this folder: waiting`));
    const ends = Promise.all([once(first, 'close'), once(second, 'close')]);
    process.kill(-child, 'SIGTERM'); // the long command fails, so the second set-up repeats that step
    await ends;
    assert.deepEqual(events(), ['first', 'second', 'second', 'third']);
  });

  it('goes on without an optional step, with a warning', () => {
    const { status, stderr } = copy.run('program.mjs', 'fail');
    assert.equal(status, 0);
    assert.match(stderr, /^Warning: The disk is full \(while writing\): free some space, then run the command again\. Details: \.environment\/logs\/second\.log/);
    assert.deepEqual(events(), ['first', 'second']);
  });

  it('stops at an optional step that the command needs', () => {
    const { status, stderr } = copy.run('program.mjs', 'fail', 'required');
    assert.equal(status, 1);
    assert.match(stderr, /^The disk is full/);
  });

  it('refuses to begin where the machine lacks what the command needs', () => {
    const { status, stdout, stderr } = copy.run('program.mjs', 'poor', 'required');
    assert.deepEqual([status, stdout, stderr], [1, '', 'Something is missing on this machine.\n']);
    assert.equal(copy.run('program.mjs', 'poor').status, 0);
    assert.deepEqual(events(), ['first', 'second', 'third']);
  });

  it('refuses to begin where the disk is too full', () => {
    const { status, stderr } = copy.run('program.mjs', 'huge');
    assert.equal(status, 1);
    assert.match(stderr, /^The disk is too full: set-up needs 1000000002 MB in .*, \d+ MB are free; free some space/);
    assert.equal(existsSync(copy.path('events')), false);
  });
});
