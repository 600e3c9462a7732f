import { statSync } from 'node:fs';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';
import { asTyped, countOf, readOptions, writableFile } from './options.mjs';

/** Those of `src/weights` and `src/commands`, known here before TypeScript can run. */
export const architectures = ['residual-network', 'cifar-resnet', 'resnet', 'preactivation-resnet', 'wide-resnet', 'huggingface-resnet'];
export const tasks = ['cifar10', 'cifar100', 'mnist'];
export const normalizations = ['imagenet', 'cifar10', 'cifar10-public', 'cifar100', 'mnist'];
export const measures = [
  'evaluation',
  'blockDrop', 'blockDrop under stored statistics', 'flips',
  'borderlineExamples',
  'block order', 'indices from end points', 'indices by random blocks', 'random drop',
  'cosineLoss', 'cosineLossCounted', 'cosineLossOfUnsure',
  'earlyReadout',
  'parameters', 'effective parameters',
  'curves', 'indices of stages', 'indices', 'curves under stored statistics', 'indices of stages under stored statistics', 'indices under stored statistics',
  'exchange', 'exchange index of stages', 'exchange index', 'work of stages', 'smallest work',
  'l2Ratio',
  'lipschitz bounds', 'largest lipschitz bound',
  'stateNorms', 'gradientRatio', 'stateGrowth',
  'taylorTerm',
  'unrolling', 'unrolling on other images', 'unrolled loss',
  'weight similarity',
];

/** Forms of what it writes. */
const endings = ['.json', '.csv', '.parquet'];

const usage = `npm run measure -- --weights FILE.safetensors --data ${tasks.join('|')}|FOLDER [--architecture ${architectures.join('|')}] [--images N] [--size N] [--crop N] [--classes FILE] [--normalize NAME|m,m,m/s,s,s] [--statistics-from NAME|FOLDER] [--strides N,N,...] [--max-pool yes|no] [--shortcut input|activation] [--measures NAME,NAME] [--out FILE(${endings.join('|')})]`;

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
 * A data set by its name, or the path of a folder that is there.
 * @param {string} option
 * @param {string | undefined} value
 * @returns {string}
 */
function dataNamed(option, value) {
  if (value === undefined) throw new Problem(`The option --${option} is missing. Usage: ${usage}`);
  if (tasks.includes(value)) return value;
  const folder = asTyped(value);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Problem(`Unknown data set '${value}': use one of ${tasks.join(', ')}, or a folder of pictures. Usage: ${usage}`);
  return folder;
}

/**
 * @param {string | undefined} value
 * @throws {Problem} where it is neither a name nor numbers in their form; how many they are is for the pictures to say
 */
function checkNormalization(value) {
  if (value === undefined || normalizations.includes(value) || /^[^/]+\/[^/]+$/.test(value)) return;
  throw new Problem(`'${value}' is no normalization: name one of ${normalizations.join(', ')}, or give means and standard deviations as m,m,m/s,s,s. Usage: ${usage}`);
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
      architecture: { type: 'string', help: 'instead of the one that names and shapes in the file tell' },
      data: { type: 'string', help: 'whose test images it is measured on, or a folder of pictures with a subfolder for every class' },
      images: { type: 'string', help: 'how many of them, from the front, of a folder as many of every class; all that are here without it' },
      size: { type: 'string', help: "pixels that a picture's shorter side is scaled to; 256 for a crop of 224 without it" },
      crop: { type: 'string', help: "pixels of the square that is cut out of the middle; as the network's family has it without it" },
      classes: { type: 'string', help: "a list with a line for every output of the network that begins with its folder's name, for folders with some of the classes" },
      normalize: { type: 'string', help: 'imagenet, cifar10, cifar10-public, cifar100, mnist, or means and deviations as m,m,m/s,s,s' },
      'statistics-from': { type: 'string', help: 'a data set or a folder of pictures on which statistics of batch normalization are estimated anew' },
      strides: { type: 'string', help: 'of the stem and of every stage, as in 2,1,2,2,2, where they are others than the family has' },
      'max-pool': { type: 'string', help: 'yes or no: whether a max pool follows the stem, where that is another than the family has' },
      shortcut: { type: 'string', help: 'input or activation: what convolutions in shortcuts of pre-activation blocks take' },
      measures: { type: 'string', help: 'names of other measures, with commas between them; one that does not exist lists them all' },
      out: { type: 'string', help: '.json: all, with what it rests on; .csv and .parquet: one table, a row for each number' },
    },
  });
  if (values.weights === undefined) throw new Problem(`The option --weights is missing. Usage: ${usage}`);
  const weights = asTyped(values.weights);
  const architecture = values.architecture === undefined ? undefined : oneOf('architecture', values.architecture, architectures);
  const data = dataNamed('data', values.data);
  const statistics = values['statistics-from'] === undefined ? undefined : dataNamed('statistics-from', values['statistics-from']);
  const classes = values.classes === undefined ? undefined : asTyped(values.classes);
  const { images } = values;
  for (const count of /** @type {const} */ (['images', 'size', 'crop'])) {
    const given = values[count];
    if (given !== undefined) countOf(given, count, usage);
  }
  if (values.strides !== undefined && !/^[1-9](,[1-9])*$/.test(values.strides)) throw new Problem(`'${values.strides}' are no strides: give whole numbers with commas between them. Usage: ${usage}`);
  if (values['max-pool'] !== undefined) oneOf('max-pool', values['max-pool'], ['yes', 'no']);
  if (values.shortcut !== undefined) oneOf('shortcut', values.shortcut, ['input', 'activation']);
  for (const name of values.measures?.split(',') ?? []) {
    if (!measures.includes(name)) throw new Problem(`There is no measure '${name}': use some of ${measures.join(', ')}, with commas between them.`);
  }
  checkNormalization(values.normalize);
  if (classes !== undefined && !statSync(classes, { throwIfNoEntry: false })?.isFile()) throw new Problem(`There is no file ${classes}: give the path of a list of classes with --classes.`);
  if (!statSync(weights, { throwIfNoEntry: false })?.isFile()) throw new Problem(`There is no file ${weights}: give the path of a safetensors file with --weights.`);
  const out = values.out === undefined ? undefined : writableFile(values.out, 'out', endings);

  await setUp(forEngine, { requireAll: true, progress: process.stderr });
  const options = ['--weights', weights, '--data', data];
  if (architecture !== undefined) options.push('--architecture', architecture);
  if (images !== undefined) options.push('--images', images);
  for (const name of /** @type {const} */ (['size', 'crop', 'normalize', 'strides', 'max-pool', 'shortcut', 'measures'])) {
    const given = values[name];
    if (given !== undefined) options.push(`--${name}`, given);
  }
  if (classes !== undefined) options.push('--classes', classes);
  if (statistics !== undefined) options.push('--statistics-from', statistics);
  if (out !== undefined) options.push('--out', out);
  return attach(process.execPath, ['--import', 'tsx', 'src/commands/measure.ts', ...options]);
}
