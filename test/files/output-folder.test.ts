import assert from 'node:assert/strict';
import fs, { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { table } from 'arquero';
import { OutputError, prepareOutputFolder, warnIfUnwritten, writeOutput, writeTable } from '../../src/files/output-folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-folder-'));
  process.env.OUTPUT_DIR = join(folder, 'results');
});
afterEach(async () => {
  mock.restoreAll();
  delete process.env.OUTPUT_DIR;
  await rm(folder, { recursive: true, force: true });
});

/** Makes every file that is opened fail to take its content, as on a full disk. */
function fillDisk(): void {
  const open = fs.open;
  mock.method(fs, 'open', async (...parameters: Parameters<typeof open>) => {
    const file = await open(...parameters);
    mock.method(file, 'writeFile', () =>
      Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
    );
    return file;
  });
}

test('a file is written whole, into a folder made for it, and nothing else is left', async () => {
  await writeOutput('a.txt', 'first');
  await writeOutput('a.txt', 'second');
  assert.deepEqual(await readdir(join(folder, 'results')), ['a.txt']);
  assert.equal(await readFile(join(folder, 'results', 'a.txt'), 'utf8'), 'second');
});

test('without an output folder nothing is written', async () => {
  delete process.env.OUTPUT_DIR;
  await writeOutput('a.txt', 'text');
  await prepareOutputFolder();
  assert.deepEqual(await readdir(folder), []);
});

test('a full disk is one sentence and leaves the earlier file whole', async () => {
  await writeOutput('a.txt', 'first');
  fillDisk();
  const path = join(folder, 'results', 'a.txt');
  await assert.rejects(writeOutput('a.txt', 'second'), {
    name: 'OutputError',
    message: `${path} could not be written: the disk is full; free some space or set OUTPUT_DIR to a folder on another disk.`,
  });
  assert.deepEqual(await readdir(join(folder, 'results')), ['a.txt']);
  assert.equal(await readFile(path, 'utf8'), 'first');
});

test('a folder that cannot be written to is found before work begins', async () => {
  await prepareOutputFolder();
  assert.deepEqual(await readdir(join(folder, 'results')), []);
  await writeFile(join(folder, 'taken'), '');
  process.env.OUTPUT_DIR = join(folder, 'taken');
  await assert.rejects(
    prepareOutputFolder(),
    (error) => error instanceof OutputError && error.message.includes('its place is taken by a file'),
  );
});

test('names cannot leave the folder', async () => {
  for (const name of ['../a.txt', 'a/b.txt', '..', '']) await assert.rejects(writeOutput(name, ''), /is no name for a file/);
});

test('an unwritten file is reported and does not end the run, another error does', async () => {
  const said = mock.method(console, 'error', () => undefined);
  await warnIfUnwritten(() => Promise.reject(new OutputError('not written')));
  assert.deepEqual(
    said.mock.calls.map((call) => call.arguments),
    [['not written']],
  );
  await assert.rejects(
    warnIfUnwritten(() => Promise.reject(new TypeError('a mistake'))),
    TypeError,
  );
});

test('CSV keeps absent and undefined values apart and quotes hostile text', async () => {
  const values = table({ value: [1.5, null, NaN, -Infinity], 'a,"b"': ['x,y', 'say "no"', 'two\nlines', ' plain'] });
  await writeTable('values', values);
  assert.equal(
    await readFile(join(folder, 'results', 'values.csv'), 'utf8'),
    'value,"a,""b"""\n1.5,"x,y"\n,"say ""no"""\nNaN,"two\nlines"\n-Infinity, plain\n',
  );
});
