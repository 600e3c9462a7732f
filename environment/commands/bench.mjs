import { setUp } from '../set-up/set-up.mjs';
import { forCode, forEngine } from '../set-up/steps.mjs';
import { pytorch, tensorflowPython } from '../set-up/python-tools.mjs';
import { attach } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run bench`: compares training steps and inference with PyTorch, and measures what they cost.
 * @param {string[]} args
 */
export async function bench(args) {
  const { values } = readOptions(args, {
    usage: 'npm run bench -- [--json FILE] [--rounds N] [--threads N] [--only NAME,…] [--all] | --readme',
    options: {
      json: { type: 'string' },
      rounds: { type: 'string' },
      threads: { type: 'string' },
      only: { type: 'string' },
      all: { type: 'boolean' },
      readme: { type: 'boolean' },
    },
  });
  if (values.readme) await setUp(forCode);
  else await setUp([...forEngine, pytorch.step], { requireAll: true });
  const withTensorFlow = values.all === true && (await setUpTensorFlow());
  const env = { ...process.env, PYTORCH_PYTHON: pytorch.interpreter, ...(withTensorFlow && { TENSORFLOW_PYTHON: tensorflowPython.interpreter }) };
  return attach(process.execPath, ['--import', 'tsx', 'bench/bench.ts', ...args], { env });
}

/** Whether TensorFlow's Python package is there: the comparison goes on without it where it cannot be installed. */
async function setUpTensorFlow() {
  try {
    await setUp([tensorflowPython.step], { requireAll: true });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.warn(`Warning: ${error.message}\nThe comparison goes on without tf.function.`);
    return false;
  }
}
