/** PyTorch in a Python environment of its own: only the benchmark compares with it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { installed, root } from '../system/paths.mjs';
import { pythonEnvironment } from './python.mjs';
import { findPython } from './requirements.mjs';

const folder = join(installed, 'pytorch');
const wanted = join(root, 'environment', 'python', 'pytorch.in');
const pins = join(root, 'environment', 'python', 'pytorch.txt');

/** The interpreter that can import torch. */
export const pytorchPython = join(folder, 'bin', 'python');

/** @type {import('./step.mjs').Step} */
export const pytorch = {
  name: 'pytorch',
  title: 'PyTorch (for the comparison)',
  inputs: () => [contentsOf([wanted, pins], root), root],
  outputs: [folder],
  megabytes: 1500,
  require: findPython,
  async install(progress, log) {
    const env = pythonEnvironment();
    progress('virtual environment');
    rmSync(folder, { recursive: true, force: true });
    await run(findPython().command, ['-m', 'venv', folder], { doing: "making PyTorch's Python environment", log, env });
    await run(pytorchPython, ['-m', 'pip', 'install', '--progress-bar', 'off', '--retries', '2', '-r', wanted, '-c', pins], {
      doing: 'installing PyTorch',
      log,
      env,
      onLine: (line) => {
        if (line.startsWith('Collecting ')) progress(line.replace(/ \(from.*/, '').toLowerCase());
        if (line.startsWith('Installing collected')) progress('unpacking');
      },
    });
  },
};
