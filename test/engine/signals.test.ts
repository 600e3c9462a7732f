import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

test('signals that arrive while kernels run do no harm', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'differentiate-for-long.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'ready');
  const interrupting = setInterval(() => child.kill('SIGINT'), 1);
  const signals = Number((await lines.next()).value);
  clearInterval(interrupting);
  child.stdin.end();
  assert.equal(await ended, 0);
  assert.ok(signals > 100, `only ${signals} signals were handled`);
});
