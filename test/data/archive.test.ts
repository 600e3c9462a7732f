import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ArchiveContents, readArchive } from '../../src/data/archive';
import { DataError } from '../../src/data/data-error';
import { scratchFolder } from './scratch';
import { tarGz, type TarEntry } from './tar';

const one = Buffer.from('the first file');
const two = Buffer.alloc(5000, 2);
const sizes = new Map([['set/one', one.length], ['set/two', two.length]]);
const entries: TarEntry[] = [
  { path: 'set/', type: 'Directory' },
  { path: 'set/one', content: one },
  { path: 'set/readme.html', content: Buffer.from('not asked for') },
  { path: './set/two', content: two },
];

async function read(context: TestContext, archive: Buffer): Promise<ArchiveContents> {
  const path = join(await scratchFolder(context), 'set.tar.gz');
  await writeFile(path, archive);
  return readArchive({ path, remedy: 'mend it' }, sizes);
}

test('the files that are asked for are read, others passed over', async (context) => {
  assert.deepEqual(await read(context, tarGz(entries)), new Map([['set/one', one], ['set/two', two]]));
});

test('hostile names and links give no content, and nothing is written', async (context) => {
  const folder = await scratchFolder(context);
  const path = join(folder, 'inner.tar.gz');
  const evil = Buffer.from('evil');
  const hostile: TarEntry[] = [
    { path: '../one', content: evil },
    { path: 'set/../../one', content: evil },
    { path: 'set/../set/one', content: evil },
    { path: '/set/one', content: evil },
    { path: join(folder, 'absolute'), content: evil },
    { path: 'set/one', type: 'SymbolicLink', linkpath: '/etc/passwd' },
    { path: 'set/two', type: 'Link', linkpath: '../../one' },
    { path: '__proto__', content: evil },
    { path: 'set/one\n', content: evil },
  ];
  await writeFile(path, tarGz(hostile));
  assert.deepEqual(await readArchive({ path, remedy: 'mend it' }, sizes), new Map());
  assert.deepEqual(await readdir(folder), ['inner.tar.gz']);
});

test('a file that is in the archive twice or too large is refused', async (context) => {
  await assert.rejects(read(context, tarGz([...entries, { path: 'set/one', content: Buffer.from('another') }])), /holds the file set\/one twice: mend it\.$/);
  const large = tarGz([{ path: 'set/one', content: Buffer.alloc(1000) }]);
  await assert.rejects(read(context, large), /holds a file set\/one of 1000 bytes instead of 14: mend it\.$/);
});

test('an archive that is cut short, damaged or none is a named error', async (context) => {
  const whole = tarGz(entries);
  const damagedHeader = gunzipSync(whole);
  damagedHeader[512 + 100]! ^= 1;
  const archives = [
    Buffer.alloc(0),
    Buffer.from('<html>Sign in to this network</html>'),
    whole.subarray(0, 100),
    whole.subarray(0, whole.length - 9),
    gzipSync(damagedHeader),
    gzipSync(gunzipSync(whole).subarray(0, 4000)),
  ];
  for (const archive of archives) {
    await assert.rejects(read(context, archive), (error: Error) => {
      assert.ok(error instanceof DataError, String(error));
      assert.match(error.message, /set\.tar\.gz is not a whole \.tar\.gz archive \(.+\): mend it\.$/);
      return true;
    });
  }
});
