import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { startEngine } from '../../src/engine/engine';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { saveNetwork } from '../../src/weights/network-file';
import type { WrittenMeasure } from '../../src/commands/measured-file';
import { scratchFolder } from '../data/scratch';

const root = join(__dirname, '..', '..');
const published = join(root, 'pretrained', 'resnet20.safetensors');
const run = (...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', join('src', 'commands', 'measure.ts'), ...args], { cwd: root, encoding: 'utf8' });

describe('the command', () => {
  const network = new ResidualNetwork({ input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 2 }] });
  let saved: (path: string) => Promise<void>;
  before(async () => {
    const { tf } = await startEngine();
    const values = { network, parameters: initialTensors(tf, network.parameters, 1, 'independent'), statistics: initialTensors(tf, network.statistics, 1, 'same') };
    saved = (path) => saveNetwork(path, values, { mean: [0.1307], standardDeviation: [0.3081] });
  });

  test('measures a network of the project: tables on the output, progress on the error stream, JSON in the file', async (context) => {
    const folder = await scratchFolder(context);
    const [weights, out] = [join(folder, 'own.safetensors'), join(folder, 'measured.json')];
    await saved(weights);
    const { status, stdout, stderr } = run('--weights', weights, '--architecture', 'residual-network', '--data', 'mnist', '--images', '100', '--out', out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /error on the first 100 test images of mnist/);
    assert.match(stdout, /convergence index +recurrence index +divergence index\nnetwork +/);
    assert.match(stdout, /95 % intervals, bootstrap over the images of this one network/);
    assert.match(stderr, /100 images measured in /);
    const measured = JSON.parse(readFileSync(out, 'utf8')) as { stages: [Record<string, unknown[]>]; measures: Record<string, WrittenMeasure>; origin: { weights: unknown; data: Record<string, unknown> } };
    assert.deepEqual(Object.keys(measured), ['accuracy', 'convergenceIndex', 'recurrenceIndex', 'divergenceIndex', 'stages', 'measures', 'origin']);
    assert.deepEqual(Object.keys(measured.measures), ['curves', 'indices of stages', 'indices', 'blockDrop', 'exchange', 'exchange index of stages', 'exchange index']);
    const { images, settings, rows: [anew] } = measured.measures['exchange index']!;
    assert.deepEqual([images, settings, Object.keys(anew!.exchangeIndex as object)], [100, { trainingImages: 2000 }, ['estimate', 'lower', 'upper']]);
    assert.match(stdout, /estimated anew on 2000 training images:\n.*exchange index/);
    const sha256 = createHash('sha256').update(readFileSync(weights)).digest('hex');
    assert.deepEqual(measured.origin.weights, { file: 'own.safetensors', sha256 });
    assert.deepEqual([measured.origin.data.name, measured.origin.data.testImages], ['mnist', 100]);
    const [stage] = measured.stages;
    assert.deepEqual(Object.keys(stage).sort(), ['blockDrop', 'blocks', 'convergenceIndex', 'divergenceIndex', 'earlyReadout', 'lateStart', 'overrun', 'recurrenceIndex', 'stage']);
    assert.deepEqual(['earlyReadout', 'lateStart', 'overrun', 'blockDrop', 'blocks'].map((name) => stage[name]!.length), [3, 3, 3, 2, 2]);
    assert.deepEqual(Object.keys(stage.blocks![1] as object), ['block', 'cosineLoss', 'l2Ratio']);
    assert.deepEqual((await readdir(folder)).sort(), ['measured.json', 'own.safetensors']);
  });

  test('measures what it is asked for by name', async (context) => {
    const folder = await scratchFolder(context);
    const [weights, out] = [join(folder, 'own.safetensors'), join(folder, 'measured.json')];
    await saved(weights);
    const { status, stdout, stderr } = run('--weights', weights, '--architecture', 'residual-network', '--data', 'mnist', '--images', '50', '--measures', 'parameters,blockDrop', '--out', out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\nparameters\n[^]*\nblockDrop\nstage +block +accuracy/);
    const { measures, ...others } = JSON.parse(readFileSync(out, 'utf8')) as { measures: Record<string, WrittenMeasure>; origin: unknown };
    assert.deepEqual(Object.keys(others), ['origin']);
    assert.deepEqual(measures.parameters!.rows, [{ parameters: { estimate: network.parameterCount().trainable, lower: null, upper: null } }]);
    assert.deepEqual(measures.blockDrop!.rows.map(({ stage, block }) => [stage, block]), [[1, 1], [1, 2]]);
  });

  test('writes one table of all numbers where the ending asks for one', async (context) => {
    const folder = await scratchFolder(context);
    const [weights, csv, parquet] = [join(folder, 'own.safetensors'), join(folder, 'x.csv'), join(folder, 'x.parquet')];
    await saved(weights);
    for (const out of [csv, parquet]) {
      const { status, stderr } = run('--weights', weights, '--architecture', 'residual-network', '--data', 'mnist', '--images', '50', '--measures', 'parameters,blockDrop', '--out', out);
      assert.equal(status, 0, stderr);
    }
    const [header, ...lines] = readFileSync(csv, 'utf8').trimEnd().split('\n');
    assert.equal(header, 'task,network,images,measure,stage,block,number,n,over,estimate,lower,upper');
    assert.equal(lines[0], `mnist,own,test,parameters,,,parameters,50,network,${network.parameterCount().trainable},,`);
    assert.match(lines[1]!, /^mnist,own,test,blockDrop,1,1,accuracy,50,images,0\.\d+,0[.\d]*,[01][.\d]*$/);
    const bytes = readFileSync(parquet);
    const read = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) });
    const cell = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '');
    assert.deepEqual(read.map((row) => Object.values(row).map(cell).join()), lines);
  });

  for (const [what, args, message] of [
    ['a measure that does not exist', ['--architecture', 'cifar-resnet', '--data', 'cifar10', '--measures', 'curves,shoe size'], /^There is no measure "shoe size": choose from evaluation, blockDrop, .*, weight similarity\.\n$/],
    ['more images than the data hold', ['--architecture', 'cifar-resnet', '--data', 'cifar10', '--images', '10001'], 'There are 10000 test images: ask for --images from 1 to 10000, not 10001.\n'],
    ['another task than the network’s', ['--architecture', 'cifar-resnet', '--data', 'mnist', '--images', '1'], /^The network is for images of 32 × 32 × 3 and 10 classes, the data are images of 28 × 28 × 1 and 10 classes: .*\n$/],
    ['another architecture than the file’s', ['--architecture', 'residual-network', '--data', 'cifar10'], /cannot be read as a residual-network of this project \(it does not say so in its metadata\): export it again, or name the architecture that it belongs to\.\n$/],
  ] as const) {
    test(`refuses ${what} in one sentence, before work`, () => {
      const { status, stdout, stderr } = run('--weights', published, ...args);
      assert.deepEqual([status, stdout], [1, '']);
      if (typeof message === 'string') assert.equal(stderr, message);
      else assert.match(stderr, message);
    });
  }
});
