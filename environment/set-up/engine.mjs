/** Puts the compiled binding where `@tensorflow/tfjs-node-gpu` loads it, and proves that it computes. */
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { binding, chosenBuild } from './tensorflow.mjs';

const loaded = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8', 'tfjs_binding.node');
const proof = join(root, 'environment', 'tensorflow', 'prove.mjs');

/** @type {import('./step.mjs').Step} */
export const engine = {
  name: 'engine',
  title: 'Native engine',
  inputs: () => [contentsOf([binding, proof], root), process.version],
  outputs: [loaded],
  megabytes: 1,
  after: ['packages', 'tensorflow'],
  optional: true,
  async install(progress, log) {
    if (!existsSync(binding)) throw new Problem('The native engine has no compiled binding.');
    mkdirSync(dirname(loaded), { recursive: true });
    copyFileSync(binding, `${loaded}.partial`);
    renameSync(`${loaded}.partial`, loaded);
    progress('multiplying two matrices');
    let device = '';
    await run(process.execPath, [proof], {
      doing: 'trying the native engine',
      log,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
      onLine: (line) => {
        if (line.startsWith('TensorFlow ')) device = line;
      },
    });
    if (chosenBuild() === 'cuda' && !device.endsWith('GPU')) {
      progress('the GPU is not used although an NVIDIA driver is here (npm run doctor tells more)');
    }
  },
};
