import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readOptions } from '../../environment/commands/options.mjs';
import { parts } from '../../environment/commands/bench.mjs';
import { architectures, measures, normalizations, tasks } from '../../environment/commands/measure.mjs';
import { experiments } from '../../environment/commands/experiments.mjs';
import { presets } from '../../environment/commands/notebooks.mjs';
import { root } from '../../environment/system/paths.mjs';
import { EXPERIMENT_NAMES } from '../../src/experiments/experiments';
import { PRESETS } from '../../src/experiments/presets';
import { MEASURES } from '../../src/ideas/measures';
import { NORMALIZATIONS } from '../../src/weights/normalizations';
import { ARCHITECTURE_NAMES } from '../../src/weights/import-network';
import { TASKS } from '../../src/commands/test-images';
import { PARTS } from '../../bench/parts/all';
import { ProjectCopy } from './project-copy';

describe("a command's options", () => {
  const usage = 'npm run x -- [--size small]';
  const options = { size: { type: 'string', default: 'small', help: 'how large' }, fast: { type: 'boolean', help: 'in a hurry' } } as const;
  const read = (...args: string[]) => readOptions(args, { usage, about: 'Does x.', options, names: ['part'] });

  it('are read, with their defaults', () => {
    assert.deepEqual({ ...read('--fast', 'part').values }, { size: 'small', fast: true });
    assert.deepEqual(read('part', '--size', 'large').positionals, ['part']);
  });

  it('are refused in one sentence where unknown or incomplete', () => {
    assert.throws(() => read('--wrong'), { message: `Unknown option '--wrong'. Usage: ${usage}` });
    assert.throws(() => read('other'), { message: `Unknown argument 'other'. Usage: ${usage}` });
    assert.throws(() => read('--size'), { message: `Option '--size <value>' argument missing. Usage: ${usage}` });
  });

  it('are told by --help, whatever else is asked for', () => {
    assert.throws(() => read('--wrong', '--help'), { message: `${usage}\n\nDoes x.\n\n  --size  how large\n  --fast  in a hurry` });
  });

  it('are missed where npm has kept them', () => {
    process.env.npm_config_size = 'large';
    try {
      assert.throws(() => read(), { message: `npm took the option --size for itself: put two dashes before the options, as in: ${usage}` });
    } finally {
      delete process.env.npm_config_size;
    }
  });
});

// Keys and values of a sweep need TypeScript, which set-up installs: they are checked after it.
describe('bad input is refused before set-up begins, as far as it can be told without TypeScript:', () => {
  let copy: ProjectCopy;
  before(() => {
    copy = new ProjectCopy();
    copy.write('broken.json', '{ "name": ');
    copy.write('list.json', '[]');
    copy.write('nameless.json', '{ "task": "mnist" }');
  });
  after(() => copy.remove());

  for (const [args, message] of [
    [['nonsense'], /^Unknown command 'nonsense': use one of set-up, reproduce, test,/],
    [['reproduce', '--preset', 'huge'], /^Unknown preset 'huge': use one of smoke, study, paper\. /],
    [['reproduce', 'quick'], /^Unknown argument 'quick'\. Usage: npm run reproduce -- /],
    [['reproduce', 'mnist', 'imagenet'], /^Unknown argument 'imagenet'\. Usage: npm run reproduce -- /],
    [['check', '--runs', '0'], /^'0' is not a number of runs: give a whole number from 1 on\. Usage: npm run check/],
    [['check', '--seed', 'x'], /^'x' is no seed: give a whole number\./],
    [['check', '--experiment', 'imagenet'], /^Unknown experiment 'imagenet'/],
    [['collect', '--record', '--preset', 'smoke'], /^--record goes without other options\./],
    [['reproduce', '--preset', 'smoke', '--update'], /^The committed notebooks are those of the preset study/],
    [['reproduce', '--output', 'environment/run.mjs'], /^The output folder .*run\.mjs cannot be written: name another one with --output DIR\./],
    [['test', 'everything'], /^Unknown argument 'everything'\. Usage: npm test -- \[types\]/],
    [['measure'], /^The option --weights is missing\. Usage: npm run measure -- /],
    [['measure', '--weights', 'x', '--architecture', 'vgg', '--data', 'cifar10'], /^Unknown architecture 'vgg': use one of residual-network, cifar-resnet, resnet, preactivation-resnet, wide-resnet, huggingface-resnet\. /],
    [['measure', '--weights', 'x', '--architecture', 'cifar-resnet', '--data', 'svhn'], /^Unknown data set 'svhn': use one of cifar10, cifar100, mnist, or a folder of pictures\. /],
    [['measure', '--weights', 'x', '--architecture', 'cifar-resnet', '--data', 'cifar10', '--images', '0'], /^'0' is not a number of images: /],
    [['measure', '--weights', 'x', '--architecture', 'cifar-resnet', '--data', 'cifar10'], /^There is no file .*x: give the path of a safetensors file with --weights\./],
    [['measure', '--weights', 'package.json', '--architecture', 'cifar-resnet', '--data', 'cifar10', '--out', 'none/x.json'], /^The file .*x\.json cannot be written: /],
    [['measure', '--weights', 'package.json', '--architecture', 'cifar-resnet', '--data', 'cifar10', '--out', 'x.txt'], /^The file x\.txt would be of a kind that is not written here: name one with --out FILE\.json or FILE\.csv or FILE\.parquet\./],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--measures', 'indices,nonsense'], /^There is no measure 'nonsense': use some of evaluation, blockDrop, /],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--normalize', 'svhn'], /^'svhn' is no normalization: name one of imagenet, .* or give means /],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--classes', 'none.txt'], /^There is no file .*none\.txt: give the path of a list of classes with --classes\./],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--statistics-from', 'nowhere'], /^Unknown data set 'nowhere': use one of cifar10, .* or a folder of pictures\./],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--strides', '2;1'], /^'2;1' are no strides: /],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--max-pool', 'maybe'], /^Unknown max-pool 'maybe': use one of yes, no\. /],
    [['measure', '--weights', 'package.json', '--data', 'cifar10', '--shortcut', 'long'], /^Unknown shortcut 'long': use one of input, activation\. /],
    [['plan'], /^The option --preset is missing \(or --sweep FILE\.json\)\. Usage: npm run plan -- \(--preset smoke\|study\|paper .* \| --sweep FILE\.json\)/],
    [['train', '--preset', 'huge'], /^Unknown preset 'huge': use one of smoke, study, paper\. Usage: npm run train/],
    [['train', '--preset', 'study', '--run', '../../etc'], /^'\.\.\/\.\.\/etc' is no name of a run: /],
    [['status', '--preset', 'study', '--experiment', 'imagenet'], /^Unknown experiment 'imagenet': use one of mnist, cifar-10, cifar-100, digitclutter, sharing\. /],
    [['collect', '--preset', 'study'], /^The option --out is missing\. /],
    [['collect', '--preset', 'study', '--out', 'none/x.parquet'], /^The file .*x\.parquet cannot be written: /],
    [['collect', '--preset', 'study', '--out', 'x.xlsx'], /^The file x\.xlsx would be of a kind that is not written here: name one with --out FILE\.parquet or FILE\.csv or FILE\.json\./],
    [['train', '--sweep', 'none.json'], /^There is no file .*none\.json: name that of a sweep with --sweep FILE\.json\./],
    [['train', '--sweep', 'broken.json'], /^.*broken\.json: it is not JSON \(.*\)\.$/m],
    [['train', '--sweep', 'list.json'], /^.*list\.json: a sweep is an object, /],
    [['sweep', '--sweep', 'nameless.json'], /^.*nameless\.json: a sweep has a "name", a text\.$/m],
    [['sweep', '--preset', 'huge'], /^Unknown preset 'huge'/],
    [['sweep', '--preset', 'study', '--jobs', '0'], /^'0' is not a number of jobs at a time: /],
    [['bench', '--rounds', '0'], /^'0' is not a number of rounds: give a whole number from 1 on\. Usage: npm run bench/],
    [['bench', '--only', 'inference,cooking'], /^Unknown part 'cooking': use some of training-step, /],
    [['bench', '--json', 'none/x.json'], /^The file .*x\.json cannot be written: /],
    [['start', '--port', 'high'], /^'high' is not a port: give a number from 1 to 65535\./],
  ] as const) {
    it(args.join(' '), () => {
      const { status, stdout, stderr } = copy.run(join('environment', 'run.mjs'), ...args);
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1);
      assert.equal(existsSync(copy.path('.environment')), false);
    });
  }
});

describe('set-up in a clone that cannot be written to is one sentence', () => {
  let copy: ProjectCopy;
  before(() => {
    copy = new ProjectCopy();
  });
  after(() => copy.remove());
  const setUp = (): { status: number | null; stderr: string } => copy.run(join('environment', 'run.mjs'), 'set-up');

  it('where its file system can only be read', (context) => {
    const folder = copy.path('.environment');
    mkdirSync(folder);
    try {
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]).status !== 0) {
        context.skip('no such disk can be mounted here');
        return;
      }
      const { status, stderr } = setUp();
      assert.equal(status, 1);
      assert.match(stderr, /^A file could not be written \(while [^)]+\): make sure that the project's folder belongs to you, then run the command again\.\n$/);
    } finally {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    }
  });

  it('where a file is in the place of its folder', () => {
    copy.write('.environment', '');
    const { status, stderr } = setUp();
    assert.equal(status, 1);
    assert.match(stderr, /^A file is where a folder should be, or the other way round \(while [^)]+\): move \.environment away, then run the command again\.\n$/);
  });
});

it('the doctor works where nothing is installed, and changes nothing', () => {
  const copy = new ProjectCopy();
  try {
    const { status, stdout, stderr } = copy.run(join('environment', 'run.mjs'), 'doctor');
    assert.deepEqual([status, stderr], [1, '']);
    assert.match(stdout, /✖ npm packages: not installed yet\n {4}→ run `npm run set-up`\n/);
    assert.match(stdout, /✖ Kernel: not installed/);
    assert.match(stdout, /\d things need mending\.\n$/);
    assert.equal(existsSync(copy.path('.environment', 'stamps')), false);
  } finally {
    copy.remove();
  }
});

it('a folder that cannot be written to is told in words', () => {
  const copy = new ProjectCopy();
  try {
    copy.write('.environment', 'a file');
    for (const name of ['set-up', 'docs', 'plan']) {
      const { status, stderr } = copy.run(join('environment', 'run.mjs'), name, ...(name === 'plan' ? ['--preset', 'smoke'] : []));
      assert.equal(status, 1);
      assert.match(stderr, /^A file is where a folder should be, or the other way round \(while .*\): move \.environment away, then run the command again\.\n$/);
    }
  } finally {
    copy.remove();
  }
});

it('the doctor tells a clone that was moved, and a kernel of other front ends that is gone', () => {
  const copy = new ProjectCopy();
  try {
    const command = (folder: string) => JSON.stringify({ argv: ['node', join(folder, '.environment', 'kernel', 'main.js'), '{connection_file}'] });
    for (const place of ['.environment/jupyter', 'user']) {
      mkdirSync(copy.path(place, 'kernels', 'iterative-resnets'), { recursive: true });
      copy.write(join(place, 'kernels', 'iterative-resnets', 'kernel.json'), command('/old/clone'));
    }
    mkdirSync(copy.path('.environment', 'stamps'));
    copy.write('.environment/stamps/python.json', JSON.stringify({ inputs: 'others', folder: '/old/clone', seconds: 1, files: {} }));
    const doctor = () => spawnSync(process.execPath, [copy.path('environment', 'run.mjs'), 'doctor'], { encoding: 'utf8', env: { ...process.env, JUPYTER_DATA_DIR: copy.path('user') } }).stdout;
    const told = doctor();
    assert.match(told, /✖ Kernelspec: \.environment\/jupyter\/kernels\/iterative-resnets\/kernel\.json \(node \/old\/clone\/.*\n {4}→ it starts the kernel of another folder, from where this one was moved or copied: run `npm run set-up`\n/);
    assert.match(told, /✖ Python environment.*: made for \/old\/clone, from where this folder was moved or copied\n {4}→ run `npm run set-up`\n/);
    assert.match(told, /✖ Kernel of your other front ends: \/old\/clone\/.*, which is not there any more\n/);
  } finally {
    copy.remove();
  }
});

it('architectures, data, normalizations and measures of the measuring command are those of src', () => {
  assert.deepEqual([architectures, tasks], [ARCHITECTURE_NAMES, Object.keys(TASKS)]);
  assert.deepEqual([normalizations, measures], [Object.keys(NORMALIZATIONS), MEASURES.map(({ name }) => name)]);
});

it('parts of the benchmark are those of bench', () => {
  assert.deepEqual(parts, PARTS.map(({ name }) => name));
});

it('presets and experiments are those of src', () => {
  assert.deepEqual(presets, [...PRESETS]);
  assert.deepEqual(experiments, [...EXPERIMENT_NAMES]);
});

it('every npm script runs a command that there is, and tells how it is used', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const { stderr } = spawnSync(process.execPath, [join(root, 'environment', 'run.mjs'), '?'], { encoding: 'utf8' });
  const known = /use one of (.*)\./.exec(stderr)?.[1]?.split(', ');
  assert.deepEqual(Object.keys(scripts).sort(), known?.sort());
  for (const [name, script] of Object.entries(scripts)) {
    assert.equal(script, `node environment/run.mjs ${name}`);
    const { status, stdout, stderr: complaint } = spawnSync(process.execPath, [join(root, 'environment', 'run.mjs'), name, '--help'], { encoding: 'utf8' });
    assert.deepEqual([status, complaint], [0, '']);
    assert.match(stdout, /^npm (run |test|start)[^\n]*\n\n[A-Z][^\n]*\.\n/);
  }
});
