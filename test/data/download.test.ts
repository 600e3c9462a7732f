import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { DataError } from '../../src/data/data-error';
import { download, type DownloadProgress, type RemoteFile } from '../../src/data/download';
import { generator } from '../../src/data/random';
import { fileServer, rangeStart, sendFile } from './file-server';
import { scratchFolder } from './scratch';

const random = generator(1, 'file');
const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random.integer(256)));

function remote(...hosts: string[]): RemoteFile {
  const value = createHash('md5').update(bytes).digest('hex');
  return { name: 'set.gz', bytes: bytes.length, checksum: { algorithm: 'md5', value }, urls: hosts.map((host) => `${host}/set.gz`) };
}

/** A host that breaks off each time as soon as the download reports that something has arrived. */
function cutting(): { answer: Parameters<typeof fileServer>[1]; onProgress: () => void } {
  let open: ServerResponse | undefined;
  return {
    answer: (request, response) => {
      const start = rangeStart(request) ?? 0;
      const range = start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
      response.writeHead(start > 0 ? 206 : 200, { ...range, 'content-length': bytes.length - start });
      response.write(bytes.subarray(start, start + 100_000));
      open = response;
    },
    onProgress: () => open?.destroy(),
  };
}

async function onlyTheFile(folder: string): Promise<void> {
  assert.deepEqual(await readdir(folder), ['set.gz']);
  assert.deepEqual(await readFile(join(folder, 'set.gz')), bytes);
}

test('a file is put into the folder, with progress up to its end, and not asked for again', async (context) => {
  const folder = join(await scratchFolder(context), 'new', 'folder');
  const host = await fileServer(context, sendFile(bytes));
  const seen: DownloadProgress[] = [];
  const path = await download(remote(host.url), folder, { onProgress: (progress) => seen.push(progress) });
  assert.equal(path, join(folder, 'set.gz'));
  await onlyTheFile(folder);
  const last = seen[seen.length - 1]!;
  assert.deepEqual(last, { file: 'set.gz', host: new URL(host.url).host, receivedBytes: 300_000, totalBytes: 300_000, secondsLeft: 0 });
  await download(remote(host.url), folder);
  assert.equal(host.requests.length, 1);
});

test('what an earlier run received is kept and only the rest is asked for', async (context) => {
  const folder = await scratchFolder(context);
  await writeFile(join(folder, 'set.gz.part'), bytes.subarray(0, 123_456));
  const host = await fileServer(context, sendFile(bytes));
  await download(remote(host.url), folder);
  await onlyTheFile(folder);
  assert.deepEqual(host.requests, [{ path: '/set.gz', range: 'bytes=123456-' }]);
});

test('a complete part is only renamed', async (context) => {
  const folder = await scratchFolder(context);
  await writeFile(join(folder, 'set.gz.part'), bytes);
  const host = await fileServer(context, sendFile(bytes));
  await download(remote(host.url), folder);
  await onlyTheFile(folder);
  assert.equal(host.requests.length, 0);
});

test('a connection that is cut is taken up again where it broke off', async (context) => {
  const folder = await scratchFolder(context);
  const { answer, onProgress } = cutting();
  const host = await fileServer(context, answer);
  await download(remote(host.url), folder, { onProgress });
  await onlyTheFile(folder);
  assert.ok(host.requests.length >= 3, 'it took several connections');
  assert.ok(host.requests.slice(1).every(({ range }) => Number(/\d+/.exec(range ?? '')?.[0]) > 0));
});

test('what one host began the next one ends', async (context) => {
  const folder = await scratchFolder(context);
  const { answer, onProgress } = cutting();
  const first = await fileServer(context, (request, response) => {
    if (request.headers.range === undefined) answer(request, response);
    else response.writeHead(503).end();
  });
  const second = await fileServer(context, sendFile(bytes));
  await download(remote(first.url, second.url), folder, { onProgress });
  await onlyTheFile(folder);
  assert.equal(first.requests.length, 2);
  assert.match(second.requests[0]!.range!, /^bytes=[1-9]\d*-$/);
});

test('a host without ranges sends the file from its beginning', async (context) => {
  const folder = await scratchFolder(context);
  await writeFile(join(folder, 'set.gz.part'), bytes.subarray(0, 1000));
  const host = await fileServer(context, (_, response) => response.end(bytes));
  await download(remote(host.url), folder);
  await onlyTheFile(folder);
});

test('a host that has no such file, a page instead of it, or wrong bytes is passed over', async (context) => {
  const wrong = Buffer.from(bytes);
  wrong[150_000]! ^= 1;
  const hosts = [
    await fileServer(context, (_, response) => response.writeHead(404).end('not here')),
    await fileServer(context, (_, response) => response.end('<html>Sign in to this network</html>')),
    await fileServer(context, sendFile(wrong)),
    await fileServer(context, (_, response) => response.writeHead(200).end(Buffer.concat([wrong, wrong]))),
  ];
  const right = await fileServer(context, sendFile(bytes));
  const folder = await scratchFolder(context);
  await download(remote(...hosts.map(({ url }) => url), right.url), folder);
  await onlyTheFile(folder);
  assert.deepEqual([...hosts, right].map(({ requests }) => requests.length), [1, 1, 1, 1, 1]);

  const [missing, page, corrupt, long] = hosts.map(({ url }) => url.slice('http://'.length));
  await assert.rejects(download(remote(...hosts.map(({ url }) => url)), await scratchFolder(context)), {
    name: 'DataError',
    message:
      `set.gz could not be downloaded (${missing}: it answered 404 Not Found; ${page}: it offers a file of 36 bytes instead of 300000; ` +
      `${corrupt}: what it sent is not the official file (wrong checksum); ${long}: what it sent is not the official file (wrong checksum)): ` +
      'check the network connection and try again, or put the file into a folder and set DATA_DIR to that folder.',
  });
});

test('a damaged part of an earlier run is found out and replaced', async (context) => {
  for (const part of [Buffer.alloc(200_000), Buffer.alloc(300_000), Buffer.alloc(400_000)]) {
    const folder = await scratchFolder(context);
    await writeFile(join(folder, 'set.gz.part'), part);
    const host = await fileServer(context, sendFile(bytes));
    await download(remote(host.url), folder);
    await onlyTheFile(folder);
  }
});

test('a damaged file of an earlier run is replaced', async (context) => {
  const folder = await scratchFolder(context);
  for (const old of [bytes.subarray(0, 10), Buffer.alloc(300_000)]) {
    await writeFile(join(folder, 'set.gz'), old);
    const host = await fileServer(context, sendFile(bytes));
    await download(remote(host.url), folder);
    await onlyTheFile(folder);
  }
});

test('redirections are followed, but not for ever', async (context) => {
  const right = await fileServer(context, sendFile(bytes));
  const moved = await fileServer(context, (_, response) => response.writeHead(302, { location: `${right.url}/elsewhere` }).end());
  const folder = await scratchFolder(context);
  await download(remote(moved.url), folder);
  await onlyTheFile(folder);
  assert.equal(right.requests[0]!.path, '/elsewhere');

  const circle = await fileServer(context, (_, response) => response.writeHead(301, { location: '/set.gz' }).end());
  await assert.rejects(download(remote(circle.url), await scratchFolder(context)), /it redirects more than 5 times/);
});

test('bytes that a host marks as packed on the way are taken as they are', async (context) => {
  const host = await fileServer(context, (_, response) => response.writeHead(200, { 'content-encoding': 'x-gzip' }).end(bytes));
  const folder = await scratchFolder(context);
  await download(remote(host.url), folder);
  await onlyTheFile(folder);
});

test('a host that falls silent, before or in the middle, is given up', async (context) => {
  const mute = await fileServer(context, () => undefined);
  const stalled = await fileServer(context, (_, response) => response.write(bytes.subarray(0, 10)));
  const folder = await scratchFolder(context);
  await assert.rejects(download(remote(mute.url, stalled.url), folder, { timeoutSeconds: 0.2 }), (error: Error) => {
    assert.equal(error.message.match(/it sent nothing for 0.2 s/g)?.length, 2);
    return true;
  });
});

test('without a network the error says so in one sentence', async (context) => {
  const closed = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address!.port : 0));
    });
  });
  await assert.rejects(download(remote(`http://127.0.0.1:${closed}`), await scratchFolder(context)), (error: Error) => {
    assert.match(error.message, /^set\.gz could not be downloaded \(127\.0\.0\.1:\d+: connect ECONNREFUSED 127\.0\.0\.1:\d+\): check the network connection/);
    return true;
  });
});

test('a download that is stopped keeps what it received', async (context) => {
  const folder = await scratchFolder(context);
  const host = await fileServer(context, (_, response) => response.write(bytes.subarray(0, 70_000)));
  const stop = new AbortController();
  const onProgress = ({ receivedBytes }: DownloadProgress): void => {
    assert.ok(receivedBytes > 0);
    stop.abort(new Error('stopped'));
  };
  await assert.rejects(download(remote(host.url), folder, { signal: stop.signal, onProgress }), { message: 'stopped' });
  const kept = await readFile(join(folder, 'set.gz.part'));
  assert.ok(kept.length > 0 && kept.equals(bytes.subarray(0, kept.length)));
  const whole = await fileServer(context, sendFile(bytes));
  await download(remote(whole.url), folder);
  await onlyTheFile(folder);
});

test('downloads at once do not disturb one another', async (context) => {
  const folder = await scratchFolder(context);
  await writeFile(join(folder, 'set.gz.part'), bytes.subarray(0, 1000));
  const host = await fileServer(context, sendFile(bytes));
  await Promise.all(Array.from({ length: 5 }, () => download(remote(host.url), folder)));
  await onlyTheFile(folder);
  assert.equal(host.requests.filter(({ range }) => range !== undefined).length, 1);
});

test('a process that is killed leaves what it received to the next', async (context) => {
  const folder = await scratchFolder(context);
  const host = await fileServer(context, (_, response) => response.write(bytes.subarray(0, 70_000)));
  const program = `
    const { download } = require(${JSON.stringify(join(__dirname, '../../src/data/download.ts'))});
    download(${JSON.stringify(remote(host.url))}, ${JSON.stringify(folder)}, { onProgress: () => process.kill(process.pid, 'SIGKILL') });`;
  const killed = spawn(process.execPath, ['--import', 'tsx', '--eval', program], { stdio: 'inherit' });
  const [, signal] = (await once(killed, 'exit')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  const [left, ...others] = await readdir(folder);
  assert.match(left!, /^set\.gz\.part-\d+-0$/);
  assert.deepEqual(others, []);

  const whole = await fileServer(context, sendFile(bytes));
  await download(remote(whole.url), folder);
  await onlyTheFile(folder);
  assert.match(whole.requests[0]!.range!, /^bytes=[1-9]\d*-$/);
});

test('what another process is receiving is left alone', async (context) => {
  const folder = await scratchFolder(context);
  const foreign = `set.gz.part-${process.ppid}-0`;
  await writeFile(join(folder, foreign), bytes.subarray(0, 1000));
  const host = await fileServer(context, sendFile(bytes));
  await download(remote(host.url), folder);
  assert.deepEqual(await readdir(folder), ['set.gz', foreign]);
  assert.deepEqual(host.requests, [{ path: '/set.gz', range: undefined }]);
});

test('a folder that cannot be written is an error that names it', async (context) => {
  const folder = await scratchFolder(context);
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(download(remote('http://127.0.0.1:9'), join(folder, 'file')), (error) => {
    assert.ok(error instanceof DataError);
    assert.match(error.message, /file cannot be written \(E\w+\): choose a folder that you may write to\.$/);
    return true;
  });
  await mkdir(join(folder, 'busy', 'set.gz', 'inner'), { recursive: true });
  const host = await fileServer(context, sendFile(bytes));
  await assert.rejects(download(remote(host.url), join(folder, 'busy')), /set\.gz cannot be written \(E\w+\)/);
});

test('a full disk is an error that names the folder', { skip: !existsSync('/dev/full') }, async (context) => {
  const folder = await scratchFolder(context);
  await symlink('/dev/full', join(folder, 'set.gz.part'));
  const host = await fileServer(context, sendFile(bytes));
  await assert.rejects(download(remote(host.url), folder), { name: 'DataError', message: `${folder} is on a full disk: free some space and try again.` });
});
