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
  const { values } = readOptions(args, { usage: 'npm run bench -- [--json FILE]', options: { json: { type: 'string' } } });
  await setUp([...forEngine, pytorch], { requireAll: true });
  const json = values.json === undefined ? [] : ['--json', values.json];
  return attach(process.execPath, ['--import', 'tsx', 'bench/bench.ts', ...json], { env: { ...process.env, PYTHON: pytorchPython } });
}
