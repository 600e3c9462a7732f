import assert from 'node:assert/strict';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { loadDataset } from '../../src/data/load';
import { type Places, projectPlaces } from '../../src/data/places';
import { fileServer, sendFile } from './file-server';
import { fixtureBytes, fixturePath, small } from './fixture';
import { scratchFolder } from './scratch';
import { smallDefinition } from './small-definition';

async function newPlaces(context: TestContext): Promise<Places & { dataFolder: string }> {
  const folder = await scratchFolder(context);
  const places = { dataFolder: join(folder, 'sets'), repositoryFolder: join(folder, 'repository'), downloadFolder: join(folder, 'downloads') };
  await mkdir(places.dataFolder);
  return places;
}

/** Copies small files into `folder`, as fixture name to new name. */
async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [fixture, name] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await cp(fixturePath(fixture), join(folder, name));
  }
}

const packed = { 'small-images.gz': 'small-images.gz', 'small-labels': 'small-labels' };
const plain = { 'small-images': 'small-images', 'small-labels': 'small-labels' };

test('each layout of a data folder is read, and the provenance says which', async (context) => {
  for (const [layout, files] of [['small', packed], ['SMALL/raw', plain], ['.', packed], ['small', plain]] as const) {
    const places = await newPlaces(context);
    await put(join(places.dataFolder, layout), files);
    const dataset = await loadDataset(smallDefinition(), { places });
    assert.deepEqual(Buffer.from(dataset.train.images), fixtureBytes('small-images').subarray(16));
    assert.deepEqual(dataset.provenance, {
      source: `DATA_DIR (${join(places.dataFolder, layout)})`,
      sha256: { 'small-images': small.images.sha256, 'small-labels': small.labels.sha256 },
    });
  }
});

test('the data folder comes before the repository, the repository before the network', async (context) => {
  const host = await fileServer(context, (request, response) => sendFile(fixtureBytes(request.url!.slice(1)))(request, response));
  const definition = smallDefinition([host.url]);
  const places = await newPlaces(context);
  const source = async (): Promise<string> => (await loadDataset(definition, { places })).provenance.source;
  await put(join(places.repositoryFolder, 'small'), packed);
  assert.equal(await source(), 'the repository (data/small)');
  await put(join(places.dataFolder, 'small'), packed);
  assert.equal(await source(), `DATA_DIR (${join(places.dataFolder, 'small')})`);
  assert.equal(host.requests.length, 0);

  await rm(places.repositoryFolder, { recursive: true });
  await rm(join(places.dataFolder, 'small'), { recursive: true });
  assert.equal(await source(), 'the official download');
  assert.deepEqual(host.requests.map(({ path }) => path), ['/small-images.gz', '/small-labels']);
  assert.equal(await source(), 'the official download');
  assert.equal(host.requests.length, 2);
});

test('a damaged download is fetched again', async (context) => {
  const host = await fileServer(context, (request, response) => sendFile(fixtureBytes(request.url!.slice(1)))(request, response));
  const places = await newPlaces(context);
  const folder = join(places.downloadFolder, 'small');
  await put(folder, packed);
  await writeFile(join(folder, 'small-labels'), 'something else');
  const dataset = await loadDataset(smallDefinition([host.url]), { places });
  assert.deepEqual(Array.from(dataset.train.labels), [5, 0, 4, 1, 9, 2]);
  assert.deepEqual(host.requests.map(({ path }) => path), ['/small-labels']);
});

test('a data folder that does not exist, or is a file, is an error', async (context) => {
  const places = await newPlaces(context);
  await put(join(places.repositoryFolder, 'small'), packed);
  await writeFile(join(places.dataFolder, 'file'), '');
  for (const name of ['none', 'file']) {
    const dataFolder = join(places.dataFolder, name);
    await assert.rejects(loadDataset(smallDefinition(), { places: { ...places, dataFolder } }), {
      name: 'DataError',
      message: `${dataFolder} does not exist or is not a folder, but DATA_DIR names it: set it to a folder of data sets, or unset it.`,
    });
  }
});

test('a set that is in the data folder in part, or damaged, is an error and not passed over', async (context) => {
  const places = await newPlaces(context);
  await put(join(places.repositoryFolder, 'small'), packed);
  const folder = join(places.dataFolder, 'small');
  const rejects = async (file: string, problem: string): Promise<void> =>
    assert.rejects(loadDataset(smallDefinition(), { places }), {
      name: 'DataError',
      message: `${join(folder, file)} ${problem}: put the official file there, or unset DATA_DIR.`,
    });
  await put(folder, { 'small-labels': 'small-labels' });
  await rejects('small-images.gz', 'is missing');
  await put(folder, { 'small-labels': 'small-images' });
  await rejects('small-images', 'is cut short (14 bytes do not even hold its header of 16)');
});

test('what is damaged in the repository is an error that says how to restore it', async (context) => {
  const places = await newPlaces(context);
  const folder = join(places.repositoryFolder, 'small');
  await put(folder, packed);
  await rm(join(folder, 'small-labels'));
  await assert.rejects(loadDataset(smallDefinition(), { places }), {
    message: `${join(folder, 'small-labels.gz')} is missing: restore it with "git checkout -- data/small".`,
  });
});

test('a data folder without the set leaves it to the repository', async (context) => {
  const places = await newPlaces(context);
  await put(join(places.repositoryFolder, 'small'), packed);
  assert.equal((await loadDataset(smallDefinition(), { places })).provenance.source, 'the repository (data/small)');
});

test('DATA_DIR names the data folder; empty means none', () => {
  assert.equal(projectPlaces({}).dataFolder, undefined);
  assert.equal(projectPlaces({ DATA_DIR: '' }).dataFolder, undefined);
  assert.equal(projectPlaces({ DATA_DIR: '/data/sets' }).dataFolder, '/data/sets');
  assert.equal(projectPlaces({ DATA_DIR: 'sets' }).dataFolder, join(process.cwd(), 'sets'));
});
