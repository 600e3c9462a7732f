import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readTensors, writeTensors } from '../../src/weights/safetensors';
import { scratchFolder } from '../data/scratch';
import { pytorchCases } from '../engine/pytorch';

const root = join(__dirname, '..', '..');
const { networks } = pytorchCases('families') as { networks: { family: string; name: string; file: string }[] };
const pictures = (JSON.parse(readFileSync(join(root, 'test', 'data', 'fixtures', 'pictures.json'), 'utf8')) as { files: Record<string, string> }).files;
const measure = (...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', join('src', 'commands', 'measure.ts'), ...args], { cwd: root, encoding: 'utf8' });

/** A file of a family, and a folder of pictures of these classes, two of each. */
async function made(context: TestContext, name: string, classes: readonly string[]): Promise<{ folder: string; weights: string; data: string }> {
  const folder = await scratchFolder(context);
  const [weights, data] = [join(folder, 'network.safetensors'), join(folder, 'pictures')];
  await writeFile(weights, Buffer.from(networks.find((network) => network.name === name)!.file, 'base64'));
  for (const each of classes) {
    await mkdir(join(data, each), { recursive: true });
    for (const picture of ['a.png', 'a.jpg']) await writeFile(join(data, each, picture), Buffer.from(pictures[picture]!, 'base64'));
  }
  return { folder, weights, data };
}

test('a network of torchvision on a folder of pictures: what is taken for granted is said before it is measured, chance follows from its head', async (context) => {
  const { folder, weights, data } = await made(context, 'torchvision, BasicBlock', ['bee', 'cat']);
  const [classes, out] = [join(folder, 'classes.txt'), join(folder, 'x.json')];
  await writeFile(classes, 'ape\ncat\ndog\nbee\n');
  const { status, stdout, stderr } = measure('--weights', weights, '--data', data, '--classes', classes, '--measures', 'blockDrop', '--out', out);
  assert.equal(status, 0, stderr);
  const [told, measured] = stdout.split('measured on');
  assert.match(told!, /resnet/);
  assert.match(told!, /224/);
  assert.match(told!, /No training images: only stored statistics of batch normalization are used \(--statistics-from names images to estimate others on\)\./);
  assert.match(measured!, /4 pictures/);
  const { measures: { blockDrop: { images, rows } } } = JSON.parse(readFileSync(out, 'utf8')) as { measures: { blockDrop: { images: number; rows: Record<'accuracy' | 'drop' | 'left', { estimate: number | null }>[] } } };
  assert.equal(images, 4);
  for (const { accuracy, drop, left } of rows) {
    const whole = accuracy.estimate! + drop.estimate!;
    assert.notEqual(whole, 0.25);
    assert.ok(Math.abs(left.estimate! - (accuracy.estimate! - 0.25) / (whole - 0.25)) < 1e-12, 'chance is one of the four outputs, of which the folder has two');
  }
});

test('names under a prefix that nobody knows, which all share, are read without it', async (context) => {
  const { folder, weights, data } = await made(context, 'identity padding', ['bee', 'cat', 'dog', 'eel']);
  const { tensors } = await readTensors(weights);
  const prefixed = join(folder, 'prefixed.safetensors');
  await writeTensors(prefixed, { tensors: new Map([...tensors].map(([name, tensor]) => [`encoder.${name}`, tensor])), metadata: new Map() });
  const [plain, under] = [weights, prefixed].map((path) => measure('--weights', path, '--data', data, '--measures', 'blockDrop,cosineLoss'));
  assert.equal(under!.status, 0, under!.stderr);
  assert.equal(under!.stdout.replaceAll(prefixed, weights), plain!.stdout);
});

test('a normalization for other colours than the network’s is refused in one sentence', async (context) => {
  const { weights, data } = await made(context, 'identity padding', ['bee', 'cat', 'dog', 'eel']);
  const { status, stderr } = measure('--weights', weights, '--data', data, '--normalize', 'mnist', '--measures', 'blockDrop');
  assert.equal(status, 1);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
});

for (const [what, args, message] of [
  ['a family that the file is none of', ['--architecture', 'wide-resnet'], /network\.safetensors is not the file of a wide-resnet \(it has no blocks; has "conv1\.weight" in the shape \[4,3,7,7\] instead of \[4,3,3,3\]; has .*; and \d+ more\): name another architecture, or none\.$/m],
  ['strides of another number of stages', ['--strides', '1,1'], /^The strides 1, 1 are 2, but the network has a stem and 4 stages: give 5 numbers\.$/m],
  ['a shortcut where blocks are not pre-activation ones', ['--shortcut', 'activation'], /^The network has no convolutions in shortcuts of pre-activation blocks, so that none can take the activation: leave that choice out\.$/m],
] as const) {
  test(`${what} is refused in one sentence, before work`, async (context) => {
    const { weights, data } = await made(context, 'torchvision, BasicBlock', ['bee', 'cat', 'dog', 'eel']);
    const { status, stdout, stderr } = measure('--weights', weights, '--data', data, '--measures', 'blockDrop', ...args);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });
}
