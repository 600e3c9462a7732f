import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ask, attach } from '../../environment/system/child.mjs';
import { ProjectCopy } from './project-copy';

describe('a command in the foreground', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  /** Starts two commands one after the other in a process group of their own, as a terminal does, and interrupts the first, or ends what started it. */
  async function interrupt(first: string, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<{ status: number; printed: string }> {
    copy.write(
      'two.mjs',
      `import { attach } from './environment/system/child.mjs';
       await attach('sh', ['-c', process.argv[2]]);
       console.log('second');`,
    );
    const child = spawn(process.execPath, [copy.path('two.mjs'), first], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (data.toString().includes('ready')) process.kill(signal === 'SIGINT' ? -child.pid! : child.pid!, signal);
    });
    const [status] = (await once(child, 'close')) as [number];
    return { status, printed };
  }

  it('returns its status', async () => {
    assert.equal(await attach('sh', ['-c', 'exit 3']), 3);
    assert.equal(await attach('sh', ['-c', 'kill -TERM $$']), 143);
    await assert.rejects(attach('/no/such/program', []), { message: '/no/such/program could not be started (it is not there): run `npm run set-up`.' });
    await assert.rejects(attach(copy.path('package.json'), []), /package\.json could not be started \(this user may not run it\)/);
  });

  it('that is interrupted ends what follows', async () => {
    assert.deepEqual(await interrupt('echo ready; sleep 30'), { status: 130, printed: 'ready\n' });
  });

  it('is ended with what started it, and nothing follows', async () => {
    assert.deepEqual(await interrupt('echo ready; exec sleep 30', 'SIGTERM'), { status: 143, printed: 'ready\n' });
    assert.deepEqual(await interrupt("trap 'echo ended; exit 3' TERM; echo ready; while :; do sleep 0.02; done", 'SIGTERM'), { status: 143, printed: 'ready\nended\n' });
  });

  for (const [signal, expected] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
    it(`that runs beside another says whose line is whose, and ${signal} ends both, the slower one too, and nothing follows`, async () => {
      copy.write(
        'beside.mjs',
        `import { attach } from './environment/system/child.mjs';
         const slow = "trap 'sleep 0.3; echo saved; exit 0' INT TERM; echo ready; while :; do sleep 0.02; done";
         await Promise.all([attach('sh', ['-c', 'exec sleep 30'], { name: 'quick' }), attach('sh', ['-c', slow], { name: 'slow' })]);
         console.log('next');`,
      );
      const child = spawn(process.execPath, [copy.path('beside.mjs')], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.on('data', (data: Buffer) => {
        printed += data.toString();
        if (data.toString().includes('ready')) process.kill(signal === 'SIGINT' ? -child.pid! : child.pid!, signal);
      });
      const [status] = (await once(child, 'close')) as [number];
      assert.deepEqual({ status, printed }, { status: expected, printed: 'slow: ready\nslow: saved\n' });
    });
  }

  it('that takes the interrupt and ends well lets the rest follow', async () => {
    assert.deepEqual(await interrupt("trap 'exit 0' INT; echo ready; while :; do sleep 0.02; done"), { status: 0, printed: 'ready\nsecond\n' });
  });
});

it('a short command that is not there, fails or takes too long is not ok', () => {
  assert.deepEqual(ask('/no/such/program', []), { ok: false, output: '' });
  assert.deepEqual(ask('sh', ['-c', 'echo out; echo err >&2; exit 1']), { ok: false, output: 'out\nerr' });
  assert.equal(ask('sleep', ['10'], { seconds: 0.1 }).ok, false);
  assert.deepEqual(ask('sh', ['-c', 'echo fine']), { ok: true, output: 'fine' });
});
