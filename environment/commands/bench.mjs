import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { pytorch, pytorchPython } from '../set-up/pytorch.mjs';
import { attach } from '../system/child.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run bench`: compares a training step and inference with PyTorch.
 * @param {string[]} args
 */
export async function bench(args) {
  readOptions(args, {
    usage: 'npm run bench -- [--json FILE] [--rounds N] [--threads N] [--only NAME] [--all]',
    options: { json: { type: 'string' }, rounds: { type: 'string' }, threads: { type: 'string' }, only: { type: 'string' }, all: { type: 'boolean' } },
  });
  await setUp([...forEngine, pytorch], { requireAll: true });
  return attach(process.execPath, ['--import', 'tsx', 'bench/bench.ts', ...args], { env: { ...process.env, PYTHON: pytorchPython } });
}
