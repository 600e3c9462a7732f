import { setUp } from '../set-up/set-up.mjs';
import { forCode, forEngine } from '../set-up/steps.mjs';
import { pytorch, tensorflowPython } from '../set-up/python-tools.mjs';
import { attach } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';
import { countOf, readOptions, writableFile } from './options.mjs';

/** Those of `bench/parts`, known here before TypeScript can run. */
export const parts = ['training-step', 'small-step', 'inference', 'inference-128', 'index-programs', 'resnet-34', 'index-blocks', 'sweep', 'compile', 'memory', 'cost'];

const usage = 'npm run bench -- [--json FILE.json] [--rounds N] [--threads N] [--only NAME,…] [--all] | --readme';

/**
 * `npm run bench`: compares training steps and inference with PyTorch, and measures what they cost.
 * @param {string[]} args
 */
export async function bench(args) {
  const { values } = readOptions(args, {
    usage,
    about: "Compares training steps and inference with PyTorch on the same cores, and measures what they cost. Installs PyTorch in the project's folder first.",
    options: {
      json: { type: 'string', help: 'file for all results' },
      rounds: { type: 'string', help: 'how often everything is measured in turns; 9 without it' },
      threads: { type: 'string', help: 'of every contender; all cores without it' },
      only: { type: 'string', help: `parts, by comma: ${parts.join(', ')}` },
      all: { type: 'boolean', help: "compares with TensorFlow's tf.function, PyTorch's other memory format and its compiler too" },
      readme: { type: 'boolean', help: 'measures nothing, and writes what the kept results say into README.md' },
    },
  });
  const { json, rounds, threads, only, all, readme } = values;
  if (readme && args.length > 1) throw new Problem(`--readme measures nothing, so it goes with no other option. Usage: ${usage}`);
  const unknown = only?.split(',').find((name) => !parts.includes(name));
  if (unknown !== undefined) throw new Problem(`Unknown part '${unknown}': use some of ${parts.join(', ')}. Usage: ${usage}`);
  const checked = {
    ...(json !== undefined && { json: writableFile(json, 'json', ['.json']) }),
    ...(rounds !== undefined && { rounds: countOf(rounds, 'rounds', usage) }),
    ...(threads !== undefined && { threads: countOf(threads, 'threads', usage) }),
    ...(only !== undefined && { only }),
  };
  if (readme) await setUp(forCode);
  else await setUp([...forEngine, pytorch.step], { requireAll: true });
  const withTensorFlow = all === true && (await setUpTensorFlow());
  const env = { ...process.env, PYTORCH_PYTHON: pytorch.interpreter, ...(withTensorFlow && { TENSORFLOW_PYTHON: tensorflowPython.interpreter }) };
  const options = Object.entries(checked).flatMap(([name, value]) => [`--${name}`, value]);
  const flags = [...(all ? ['--all'] : []), ...(readme ? ['--readme'] : [])];
  return attach(process.execPath, ['--import', 'tsx', 'bench/bench.ts', ...options, ...flags], { env });
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
