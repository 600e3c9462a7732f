import assert from 'node:assert/strict';
import { cp, mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cifar10 } from '../../src/data/cifar-10';
import { cifar100 } from '../../src/data/cifar-100';
import { findData, findDataset } from '../../src/data/find-data';
import { mnist } from '../../src/data/mnist';
import { projectPlaces } from '../../src/data/places';
import { scratchFolder } from './scratch';

const project = projectPlaces({});

test('the report finds MNIST in the repository and says so', async () => {
  const report = await findDataset(mnist, { ...project, downloadFolder: join(project.repositoryFolder, 'none') });
  const folder = join(project.repositoryFolder, 'mnist');
  assert.deepEqual(report, {
    name: 'mnist',
    title: 'MNIST',
    ready: true,
    summary: `MNIST is complete in ${folder}.`,
    places: [
      { place: 'DATA_DIR', state: 'absent' },
      { place: 'repository', state: 'complete', path: folder },
      { place: 'downloads', state: 'absent' },
    ],
  });
});

test('the report names what is damaged in each place, and the one that counts', async (context) => {
  const scratch = await scratchFolder(context);
  const raw = join(scratch, 'sets', 'MNIST', 'raw');
  await mkdir(raw, { recursive: true });
  await cp(join(project.repositoryFolder, 'mnist'), raw, { recursive: true });
  await truncate(join(raw, 't10k-labels-idx1-ubyte.gz'), 4000);
  const report = await findDataset(mnist, { ...project, dataFolder: join(scratch, 'sets'), downloadFolder: join(scratch, 'none') });
  const problem = `${join(raw, 't10k-labels-idx1-ubyte.gz')} is cut short (its gzip stream ends too early): put the official file there, or unset DATA_DIR.`;
  assert.equal(report.ready, false);
  assert.equal(report.summary, problem);
  assert.deepEqual(report.places[0], { place: 'DATA_DIR', state: 'damaged', path: raw, problem });
  assert.equal(report.places[1]!.state, 'complete');
});

test('the report of an empty machine, and of a DATA_DIR that does not exist', async (context) => {
  const scratch = await scratchFolder(context);
  const nowhere = { dataFolder: undefined, repositoryFolder: join(scratch, 'a'), downloadFolder: join(scratch, 'b') };
  const empty = await findDataset(mnist, nowhere);
  assert.equal(empty.ready, false);
  assert.equal(empty.summary, 'MNIST is not here: it will be downloaded when it is first used; without a network, set DATA_DIR to a folder that holds it.');
  assert.deepEqual((await findData(nowhere)).map(({ name, ready }) => ({ name, ready })), [
    { name: 'mnist', ready: false },
    { name: 'cifar-10', ready: false },
    { name: 'cifar-100', ready: false },
  ]);
  const misled = await findDataset(mnist, { ...nowhere, dataFolder: join(scratch, 'c') });
  assert.equal(misled.places[0]!.state, 'damaged');
  assert.match(misled.summary, /c does not exist or is not a folder, but DATA_DIR names it/);
});

test('the report says which sample is here, and of which images it is', async (context) => {
  const scratch = await scratchFolder(context);
  const report = await findDataset(cifar10, { ...project, downloadFolder: join(scratch, 'none') });
  const folder = join(project.repositoryFolder, 'cifar-10');
  const caveat = '5 images differ from the official set: they are lossy, decoded from JPEG (1 training, 4 test images).';
  assert.deepEqual(report, {
    name: 'cifar-10',
    title: 'CIFAR-10',
    ready: true,
    summary: `CIFAR-10: the sample is complete in ${folder}; all images are downloaded when they are asked for. ${caveat}`,
    places: [
      { place: 'DATA_DIR', state: 'absent' },
      { place: 'downloads', state: 'absent' },
      { place: 'repository', state: 'sample', path: folder, caveat },
    ],
  });
});

test('a full set that is damaged is reported before the sample', async (context) => {
  const scratch = await scratchFolder(context);
  const folder = join(scratch, 'cifar-100-binary');
  await mkdir(folder);
  await writeFile(join(folder, 'train.bin'), '');
  const report = await findDataset(cifar100, { ...project, dataFolder: scratch, downloadFolder: join(scratch, 'none') });
  const problem = `${join(folder, 'train.bin')} is cut short (0 bytes of 153700000): put the official file there, or unset DATA_DIR.`;
  assert.equal(report.summary, problem);
  assert.equal(report.ready, false);
  assert.deepEqual(report.places[0], { place: 'DATA_DIR', state: 'damaged', path: folder, problem });
});
