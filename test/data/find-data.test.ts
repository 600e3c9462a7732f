import assert from 'node:assert/strict';
import { cp, mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findData } from '../../src/data/find-data';
import { projectPlaces } from '../../src/data/places';
import { scratchFolder } from './scratch';

const project = projectPlaces({});

test('the report finds MNIST in the repository and says so', async () => {
  const [report] = await findData({ ...project, downloadFolder: join(project.repositoryFolder, 'none') });
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
  const [report] = await findData({ ...project, dataFolder: join(scratch, 'sets'), downloadFolder: join(scratch, 'none') });
  const problem = `${join(raw, 't10k-labels-idx1-ubyte.gz')} is cut short (its gzip stream ends too early): put the official file there, or unset DATA_DIR.`;
  assert.equal(report!.ready, false);
  assert.equal(report!.summary, problem);
  assert.deepEqual(report!.places[0], { place: 'DATA_DIR', state: 'damaged', path: raw, problem });
  assert.equal(report!.places[1]!.state, 'complete');
});

test('the report of an empty machine, and of a DATA_DIR that does not exist', async (context) => {
  const scratch = await scratchFolder(context);
  const nowhere = { dataFolder: undefined, repositoryFolder: join(scratch, 'a'), downloadFolder: join(scratch, 'b') };
  const [empty] = await findData(nowhere);
  assert.equal(empty!.ready, false);
  assert.equal(empty!.summary, 'MNIST is not here: it will be downloaded when it is first used; without a network, set DATA_DIR to a folder that holds it.');
  const [misled] = await findData({ ...nowhere, dataFolder: join(scratch, 'c') });
  assert.equal(misled!.places[0]!.state, 'damaged');
  assert.match(misled!.summary, /c does not exist or is not a folder, but DATA_DIR names it/);
});
