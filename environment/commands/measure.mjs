import { statSync } from 'node:fs';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';
import { asTyped, countOf, readOptions, writableFile } from './options.mjs';

/** Those of `src/weights` and `src/commands`, known here before TypeScript can run. */
export const architectures = ['residual-network', 'cifar-resnet', 'resnet', 'preactivation-resnet', 'wide-resnet', 'huggingface-resnet'];
export const tasks = ['cifar10', 'cifar100', 'mnist'];

/** Forms of what it writes. */
const endings = ['.json', '.csv', '.parquet'];

const usage = `npm run measure -- --weights FILE.safetensors --data ${tasks.join('|')} [--architecture ${architectures.join('|')}] [--images N] [--measures NAME,NAME] [--out FILE(${endings.join('|')})]`;

/**
 * @param {string} option
 * @param {string | undefined} value
 * @param {readonly string[]} names
 * @returns {string}
 */
function oneOf(option, value, names) {
  if (value === undefined) throw new Problem(`The option --${option} is missing. Usage: ${usage}`);
  if (!names.includes(value)) throw new Problem(`Unknown ${option === 'data' ? 'data set' : option} '${value}': use one of ${names.join(', ')}. Usage: ${usage}`);
  return value;
}

/**
 * `npm run measure`: measures a network whose weights are in a file.
 * @param {string[]} args
 */
export async function measure(args) {
  const { values } = readOptions(args, {
    usage,
    about: 'Measures a network whose weights are in a file: the three indices with their curves, block drops, cosine loss and l2 ratio of every block; the indices also with statistics of batch normalization estimated anew.',
    options: {
      weights: { type: 'string', help: 'safetensors file' },
      architecture: { type: 'string', help: "cifar-resnet: any CIFAR ResNet in PyTorch's usual names; residual-network: one that saveNetwork wrote" },
      data: { type: 'string', help: 'whose test images it is measured on' },
      images: { type: 'string', help: 'how many of them, from the front; all that are here without it' },
      measures: { type: 'string', help: 'names of other measures, with commas between them; one that does not exist lists them all' },
      out: { type: 'string', help: '.json: all, with what it rests on; .csv and .parquet: one table, a row for each number' },
    },
  });
  if (values.weights === undefined) throw new Problem(`The option --weights is missing. Usage: ${usage}`);
  const weights = asTyped(values.weights);
  const architecture = values.architecture === undefined ? undefined : oneOf('architecture', values.architecture, architectures);
  const data = oneOf('data', values.data, tasks);
  const { images, measures } = values;
  if (images !== undefined) countOf(images, 'images', usage);
  if (!statSync(weights, { throwIfNoEntry: false })?.isFile()) throw new Problem(`There is no file ${weights}: give the path of a safetensors file with --weights.`);
  const out = values.out === undefined ? undefined : writableFile(values.out, 'out', endings);

  await setUp(forEngine, { requireAll: true });
  const options = ['--weights', weights, '--data', data];
  if (architecture !== undefined) options.push('--architecture', architecture);
  if (images !== undefined) options.push('--images', images);
  if (measures !== undefined) options.push('--measures', measures);
  if (out !== undefined) options.push('--out', out);
  return attach(process.execPath, ['--import', 'tsx', 'src/commands/measure.ts', ...options]);
}
