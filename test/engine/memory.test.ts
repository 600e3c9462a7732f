import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runScript } from './in-process';

// With oneDNN's own kernel for the gradient, processors with AVX2 but without AVX-512 end this process by "corrupted size vs. prev_size".
test('gradients of strided 1 × 1 convolutions write to no memory but their own', async () => {
  const { status, stdout, stderr } = await runScript('differentiate-shortcuts.ts', { TF_NUM_INTRAOP_THREADS: '1', ONEDNN_MAX_CPU_ISA: 'AVX2' });
  assert.deepEqual({ status, stdout }, { status: 0, stdout: 'done\n' }, stderr);
});
