import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpoint, interruptSignal } from '../../src/notebook/checkpoint';
import { withFakeKernel } from './fake-kernel';

test('a checkpoint gives the event loop a turn', async () => {
  let turned = false;
  setImmediate(() => (turned = true));
  await checkpoint();
  assert.ok(turned);
});

test('an interrupted cell stops at its next checkpoint, with the kernel’s reason', () =>
  withFakeKernel(async (_, interrupt) => {
    await checkpoint();
    interrupt(new Error('KeyboardInterrupt'));
    await assert.rejects(checkpoint(), /KeyboardInterrupt/);
  }));

test('an interrupt that arrives while the loop waits is seen by that checkpoint', () =>
  withFakeKernel(async (_, interrupt) => {
    setImmediate(() => interrupt(new Error('late')));
    await assert.rejects(checkpoint(), /late/);
  }));

test('the signal is that of the running cell', () =>
  withFakeKernel((_, interrupt) => {
    const signal = interruptSignal();
    assert.equal(signal.aborted, false);
    interrupt(new Error('now'));
    assert.equal(signal.aborted, true);
  }));

test('outside a notebook Ctrl+C stops a program at its next checkpoint', async () => {
  const module = JSON.stringify(join(__dirname, '../../src/notebook/checkpoint.ts'));
  const loop = `
    const { checkpoint } = require(${module});
    (async () => { for (;;) { await checkpoint(); process.send?.('turn'); await new Promise((r) => setTimeout(r, 5)); } })()
      .catch((error) => { console.log('stopped: ' + error.message); process.disconnect(); });`;
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', loop], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'message');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  assert.equal(output, 'stopped: Interrupted.\n');
  assert.equal(code, 0);
});
