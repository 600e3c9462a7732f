import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { measuredImages } from '../../src/commands/measured-images';
import type { ImportedNetwork } from '../../src/weights/imported-network';
import { scratchFolder } from '../data/scratch';

/** As much of an imported network as images are chosen by. */
const networkFor = (classes: number, input: readonly number[] = [16, 16, 3], architecture = 'resnet'): ImportedNetwork => ({
  stages: [],
  head: (_, h) => h,
  input,
  classes,
  normalization: { mean: [0, 0, 0], standardDeviation: [1, 1, 1] },
  architecture,
  told: [],
  dispose: () => undefined,
});

async function pictures(context: TestContext, ...names: string[]): Promise<string> {
  const folder = await scratchFolder(context);
  const picture = await createCanvas(20, 30).encode('png');
  for (const name of names) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, '1.png'), picture);
  }
  return folder;
}

test('a folder of pictures has the size that the network’s family has, unless another is asked for, and no training images', async (context) => {
  const data = await pictures(context, 'a', 'b');
  const { set, training, where } = await measuredImages(networkFor(2), { data });
  assert.deepEqual([set.shape, [...set.labels], training], [[16, 16, 3], [0, 1], undefined]);
  assert.match(where, /: 2 pictures of 2 classes, the shorter side scaled to 16 pixels, 16 × 16 cut out of the middle$/);
  const other = await measuredImages(networkFor(2, [28, 28, 1]), { data, size: 12, crop: 10, statisticsFrom: await pictures(context, 'x', 'y', 'z') });
  assert.deepEqual([other.set.shape, other.training?.size], [[10, 10, 1], 3]);
  assert.equal((await measuredImages(networkFor(2, [32, 32, 3]), { data, crop: 32, statisticsFrom: 'cifar10' })).training?.shape[0], 32);
});

test('pictures for networks of ImageNet have the shorter side scaled to 256 pixels and 224 cut out of the middle, as their publishers do', async (context) => {
  const { set, where } = await measuredImages(networkFor(2, [224, 224, 3]), { data: await pictures(context, 'a', 'b') });
  assert.deepEqual(set.shape, [224, 224, 3]);
  assert.match(where, /the shorter side scaled to 256 pixels, 224 × 224 cut out of the middle$/);
});

test('a network that is not for the images is refused in one sentence', async (context) => {
  const data = await pictures(context, 'a', 'b');
  await assert.rejects(measuredImages(networkFor(5), { data }), /has 2 classes, but the network has 5 outputs: say by a list of classes for which output each folder stands\.$/);
  const classes = join(data, 'list.txt');
  await writeFile(classes, 'a\nb\nc\n');
  await assert.rejects(measuredImages(networkFor(5), { data, classes }), /list\.txt has 3 lines, but the network has 5 outputs: give a line for every output\.$/);
  assert.deepEqual([...(await measuredImages(networkFor(3), { data, classes })).set.labels], [0, 1]);
  await assert.rejects(measuredImages(networkFor(2), { data: join(data, 'none') }), /There are no data .*none: use one of cifar10, cifar100, mnist, or a folder of pictures\.$/);
  await assert.rejects(measuredImages(networkFor(100, [32, 32, 3]), { data: 'cifar10' }), /is for images of 32 × 32 × 3 and 100 classes, the data are images of 32 × 32 × 3 and 10 classes/);
  await assert.rejects(measuredImages(networkFor(10, [28, 28, 1]), { data: 'cifar10' }), /name the data that it was trained on with --data\.$/);
  await assert.rejects(measuredImages(networkFor(2, [28, 28, 1]), { data, statisticsFrom: 'cifar10' }), /those of cifar10 have 3: name others with --statistics-from\.$/);
});
