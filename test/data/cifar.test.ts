import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { cifarSample, type CifarSet, fullCifar } from '../../src/data/cifar';
import { parseCifarRecords } from '../../src/data/cifar-records';
import type { Dataset } from '../../src/data/dataset';
import { type CifarLoadOptions, loadSampledDataset, type SampledDataset } from '../../src/data/load';
import type { Places } from '../../src/data/places';
import { type SmallCifar, smallCifar } from './cifar-sets';
import { fileServer, rangeStart, sendFile } from './file-server';
import { scratchFolder } from './scratch';
import { tarGz } from './tar';

let set: CifarSet;
let files: SmallCifar['files'];
let pictures: SmallCifar['pictures'];
let archive: Buffer;
before(async () => {
  ({ set, files, pictures } = await smallCifar());
  archive = tarGz(Object.entries(files).map(([name, content]) => ({ path: `small-binary/${name}`, content })));
});
const images = (name: 'one.bin' | 'two.bin' | 'test.bin'): Uint8Array => parseCifarRecords(files[name], 100, set.labels, { path: name, remedy: '' }).images;
const fullSource = /^DATA_DIR \(.+\)$/;
const sampleSource = 'the repository (data/small-cifar): a sample, the first 100 training and the first 100 test images';

interface Machine {
  readonly places: Places & { readonly dataFolder: string };
  readonly load: (images: CifarLoadOptions['images'], options?: Partial<CifarLoadOptions>) => Promise<Dataset>;
}

/** A machine with the sample in its repository, an empty data folder, and a network of one host. */
async function machine(context: TestContext, host = 'http://127.0.0.1:9', changes: Partial<CifarSet> = {}): Promise<Machine> {
  const folder = await scratchFolder(context);
  const places = { dataFolder: join(folder, 'sets'), repositoryFolder: join(folder, 'repository'), downloadFolder: join(folder, 'downloads') };
  await mkdir(places.dataFolder);
  const embedded = join(places.repositoryFolder, 'small-cifar');
  for (const [name, records] of [['train', 'two.bin'], ['test', 'test.bin']] as const) {
    const { picture, labels } = pictures[records];
    await put(embedded, { [`${name}.webp`]: Buffer.from(picture), [`${name}.labels`]: Buffer.from(labels) });
  }
  await put(embedded, { 'names.txt': files['names.txt'] });
  const changed = { ...set, ...changes };
  const full = fullCifar(changed);
  const checksum = { algorithm: 'md5', value: createHash('md5').update(archive).digest('hex') } as const;
  const downloads = [{ name: 'small.tar.gz', bytes: archive.length, checksum, urls: [`${host}/small.tar.gz`] }];
  const sets: SampledDataset = { full: { ...full, downloads }, sample: cifarSample(changed) };
  return { places, load: (images, options) => loadSampledDataset(sets, { images, places, ...options }) };
}

async function put(folder: string, contents: Readonly<Record<string, Buffer>>): Promise<void> {
  for (const [name, bytes] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

/** A batch of the Python version, as Python 2 pickles it. */
function pickled(records: Buffer): Buffer {
  const length = 2 + 3072;
  const images = records.length / length;
  const record = (image: number): Buffer => records.subarray(image * length, (image + 1) * length);
  const of = (...parts: (string | number | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const text = (value: string): Buffer => of('U', value.length, value);
  const labels = (place: number): Buffer => of('](', ...Array.from({ length: images }, (_, image) => of('K', record(image)[place]!)), 'e');
  const data = Buffer.concat(Array.from({ length: images }, (_, image) => record(image).subarray(2)));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  const type = of('cnumpy\ndtype\n(', text('u1'), 'K', 0, 'K', 1, 'tR(K', 3, text('|'), 'NNNK', 0, 'K', 0, 'K', 0, 'tb');
  const array = of('cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K', 0, 't', text('b'), 'tR(K', 1, '(K', images, 'M', 0, 12, 't', type, '\x89T', size, data, 'tb');
  return of(0x80, 2, '}(', text('data'), array, text('coarse_labels'), labels(0), text('fine_labels'), labels(1), 'u.');
}

function assertFull(dataset: Dataset, source: string | RegExp): void {
  assert.match(dataset.provenance.source, source instanceof RegExp ? source : new RegExp(`^${source}$`));
  assert.deepEqual([dataset.train.size, dataset.test.size], [200, 100]);
  assert.deepEqual(Buffer.from(dataset.train.images), Buffer.concat([images('one.bin'), images('two.bin')]));
  assert.deepEqual(dataset.train.labels, Uint8Array.from({ length: 200 }, (_, index) => index % 3));
  assert.deepEqual(dataset.classes, ['ant', 'bee', 'cat']);
  assert.deepEqual(Object.keys(dataset.provenance.sha256), ['one.bin', 'two.bin', 'test.bin', 'names.txt']);
  assert.equal(dataset.provenance.caveat, undefined);
}

function assertSample(dataset: Dataset): void {
  assert.equal(dataset.provenance.source, sampleSource);
  assert.deepEqual([dataset.train.size, dataset.test.size], [100, 100]);
  assert.deepEqual(dataset.train.images, images('two.bin'));
  assert.deepEqual(dataset.classes, ['ant', 'bee', 'cat']);
  assert.deepEqual(Object.keys(dataset.provenance.sha256), ['the sample of two.bin', 'the sample of test.bin', 'names.txt']);
}

test('the full set is read from each layout of a data folder, and from the official archive as it is', async (context) => {
  for (const folder of ['small-binary', 'SMALL/small-binary', 'SMALL', '.']) {
    const { places, load } = await machine(context);
    await put(join(places.dataFolder, folder), files);
    for (const wanted of ['full', 'best available'] as const) assertFull(await load(wanted), fullSource);
    assertSample(await load('sample'));
  }
  for (const folder of ['.', 'SMALL']) {
    const { places, load } = await machine(context);
    await put(join(places.dataFolder, folder), { 'small.tar.gz': archive });
    for (const wanted of ['full', 'best available'] as const) assertFull(await load(wanted), /^DATA_DIR \(.+small\.tar\.gz\)$/);
    assert.deepEqual(await readdir(join(places.dataFolder, folder)), ['small.tar.gz']);
  }
});

test('without the full set the best available is the sample; only "full" downloads, once, and what it downloaded is then the best', async (context) => {
  const host = await fileServer(context, sendFile(archive));
  const { places, load } = await machine(context, host.url);
  assertSample(await load('best available'));
  assertSample(await load('sample'));
  assert.equal(host.requests.length, 0);
  assertFull(await load('full'), 'the official download');
  assertFull(await load('full'), 'the official download');
  assertFull(await load('best available'), 'the official download');
  assertSample(await load('sample'));
  assert.equal(host.requests.length, 1);
  assert.deepEqual(await readdir(join(places.downloadFolder, 'small-cifar')), ['small.tar.gz']);
});

test('a download that was cut is taken up where it broke off; meanwhile the best available is the sample', async (context) => {
  let open: ServerResponse | undefined;
  const half = Math.floor(archive.length / 2);
  const host = await fileServer(context, (request, response) => {
    if (rangeStart(request) !== undefined) sendFile(archive)(request, response);
    else {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(archive.subarray(0, half));
      open = response;
    }
  });
  const { load } = await machine(context, host.url);
  const stop = new AbortController();
  await assert.rejects(load('full', { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }), { message: 'stopped' });
  open?.destroy();
  assertSample(await load('best available'));
  assertFull(await load('full'), 'the official download');
  assert.match(host.requests[1]!.range!, /^bytes=[1-9]\d*-$/);
});

test('a full set that is there in part or damaged is an error, and the sample does not stand in for it', async (context) => {
  const { places, load } = await machine(context);
  const folder = join(places.dataFolder, 'small-binary');
  const remedy = 'put the official file there, or unset DATA_DIR.';
  const bothReject = async (message: string): Promise<void> => {
    for (const wanted of ['full', 'best available'] as const) await assert.rejects(load(wanted), { name: 'DataError', message: `${message}: ${remedy}` });
  };
  await put(folder, { ...files, 'two.bin': files['two.bin'].subarray(1) });
  await bothReject(`${join(folder, 'two.bin')} is cut short (307399 bytes of 307400)`);
  await put(folder, { 'two.bin': files['one.bin'] });
  const sum = (name: 'one.bin' | 'two.bin'): string => createHash('sha256').update(files[name]).digest('hex').slice(0, 12);
  await bothReject(`${join(folder, 'two.bin')} does not hold the official data (SHA-256 ${sum('one.bin')}… instead of ${sum('two.bin')}…)`);
  await put(folder, { 'two.bin': files['two.bin'], 'names.txt': Buffer.from('bee\nant\ncat\n') });
  await assert.rejects(load('full'), /names\.txt does not hold the official data/);
  await rm(folder, { recursive: true });
  await put(places.dataFolder, { 'small.tar.gz': tarGz([{ path: 'small-binary/one.bin', content: files['one.bin'] }, { path: 'evil/two.bin', content: files['two.bin'] }]) });
  await bothReject(`${join(places.dataFolder, 'small.tar.gz')} does not hold the file small-binary/two.bin`);
});

test('a damaged sample is an error that says how to restore it', async (context) => {
  const { places, load } = await machine(context);
  const folder = join(places.repositoryFolder, 'small-cifar');
  const labels = await readFile(join(folder, 'train.labels'));
  labels[1] = (labels[1]! + 1) % 3;
  await writeFile(join(folder, 'train.labels'), labels);
  await assert.rejects(load('sample'), /train\.webp does not hold the official data .+: restore it with "git checkout -- data\/small-cifar"\.$/);
  await rm(folder, { recursive: true });
  await assert.rejects(load('best available'), { name: 'DataError', message: 'data/small-cifar is missing: restore it with "git checkout -- data/small-cifar".' });
});

test('class names are read whatever the ends of their lines', async (context) => {
  const { places, load } = await machine(context);
  await put(join(places.dataFolder, 'small-binary'), { ...files, 'names.txt': Buffer.from('ant\r\nbee\r\ncat\r\n\r\n') });
  assertFull(await load('full'), fullSource);
});

test('known files with lossy images are read with a caveat that counts them, official ones beside them without', async (context) => {
  const official = { sha256: '0'.repeat(64) };
  const lossy = (file: CifarSet['test'], train: number, test: number): CifarSet['test'] => ({ ...file, known: [official, { ...file.known[0]!, lossy: { train, test } }] });
  const changes = { train: [set.train[0]!, lossy(set.train[1]!, 7, 0)], test: lossy(set.test, 0, 2) };
  const { places, load } = await machine(context, undefined, changes);
  await put(join(places.dataFolder, 'small-binary'), files);
  const { provenance } = await load('full');
  assert.equal(provenance.caveat, '9 images differ from the official set: they are lossy, decoded from JPEG (7 training, 2 test images).');
  assert.equal(provenance.sha256['two.bin'], set.train[1]!.known[0]!.sha256);
  assert.equal((await load('sample')).provenance.caveat, undefined);
});

/** The files of the Python version. */
const pythonFiles = (): Record<string, Buffer> => ({
  one: pickled(files['one.bin']),
  two: pickled(files['two.bin']),
  test: pickled(files['test.bin']),
  meta: Buffer.from("\x80\x02}U\x10fine_label_names](U\x03antU\x03beeU\x03cates.", 'latin1'),
});

test('the Python version that torchvision downloads is read too, with the checksums of the binary one', async (context) => {
  const { places, load } = await machine(context);
  const folder = join(places.dataFolder, 'SMALL', 'small-python');
  await put(folder, pythonFiles());
  assertFull(await load('full'), fullSource);
  assertFull(await load('best available'), fullSource);
  const changed = Buffer.from(files['two.bin']);
  changed[500]! ^= 1;
  await put(folder, { two: pickled(changed) });
  await assert.rejects(load('full'), /two does not hold the official data/);
  await put(folder, { two: Buffer.from("cos\nsystem\n(S'true'\ntR.") });
  await assert.rejects(load('full'), /two holds a pickle that calls os\.system, which is not done here: put the official file there/);
});

test('the Python version’s archive is read as it is, behind unpacked files and the binary version’s archive', async (context) => {
  const pack = (contents: Record<string, Buffer>): Buffer => tarGz(Object.entries(contents).map(([name, content]) => ({ path: `small-python/${name}`, content })));
  for (const folder of ['.', 'SMALL']) {
    const { places, load } = await machine(context);
    await put(join(places.dataFolder, folder), { 'small-python.tar.gz': pack(pythonFiles()) });
    for (const wanted of ['full', 'best available'] as const) assertFull(await load(wanted), /^DATA_DIR \(.+small-python\.tar\.gz\)$/);
    assert.deepEqual(await readdir(join(places.dataFolder, folder)), ['small-python.tar.gz']);
    await put(join(places.dataFolder, folder), { 'small.tar.gz': archive });
    assertFull(await load('full'), /^DATA_DIR \(.+small\.tar\.gz\)$/);
  }
  const { places, load } = await machine(context);
  const { two, ...others } = pythonFiles();
  const refused = async (contents: Record<string, Buffer>, problem: RegExp): Promise<void> => {
    await put(places.dataFolder, { 'small-python.tar.gz': pack(contents) });
    for (const wanted of ['full', 'best available'] as const) await assert.rejects(load(wanted), (error: Error) => error.name === 'DataError' && problem.test(error.message));
  };
  await refused(others, /small-python\.tar\.gz does not hold the file small-python\/two: put the official file there/);
  await refused({ ...others, two: two!.subarray(0, -9) }, /small-python\.tar\.gz: small-python\/two is cut short/);
  await refused({ ...others, two: Buffer.alloc(2 * two!.length) }, /holds a file small-python\/two of \d+ bytes instead of \d+/);
  await refused({ ...others, two: Buffer.from("cos\nsystem\n(S'true'\ntR.") }, /small-python\/two holds a pickle that calls os\.system/);
});
