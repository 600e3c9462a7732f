import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError, errorCode } from './data-error';
import { openUrl } from './http';
import { claimPart, releasePart } from './partial-file';

/** A file on the web: the same bytes at each of its addresses, which are tried in turn. */
export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** Of the file as it is sent. */
  readonly checksum: { readonly algorithm: 'sha256' | 'md5'; readonly value: string };
  readonly urls: readonly string[];
}

/** How far a download is; given at most ten times a second, and when it is complete. */
export interface DownloadProgress {
  readonly file: string;
  readonly host: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** By the mean rate so far. */
  readonly secondsLeft: number;
}

/** @see {@link download} */
export interface DownloadOptions {
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Stops the download; what was received is kept. */
  readonly signal?: AbortSignal | undefined;
  /** A host that sends nothing for so long is given up. */
  readonly timeoutSeconds?: number;
}

/** A cut connection is taken up again this often with one host, as long as each attempt brought something. */
const attemptsPerHost = 10;

/**
 * Puts the file into `folder`, unless it is there already. After any interruption what was received stays as NAME.part, and
 * a later call asks for the rest only; NAME appears whole and with the right checksum, or not at all.
 *
 * @returns the file's path
 * @throws DataError if no host has the right file, or if it cannot be written; the signal's reason if it was stopped
 */
export async function download(file: RemoteFile, folder: string, options: DownloadOptions = {}): Promise<string> {
  const target = join(folder, file.name);
  if (await isComplete(target, file)) return target;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => refuseDisk(error, folder));

  const part = await claimPart(target).catch((error: unknown) => refuseDisk(error, folder));
  const failures: string[] = [];
  try {
    for (const url of file.urls) {
      const failure = await fromHost(url, part, file, options);
      if (failure === undefined) {
        await rename(part, target).catch((error: unknown) => refuseDisk(error, target));
        return target;
      }
      failures.push(`${new URL(url).host}: ${failure}`);
    }
  } finally {
    await releasePart(target, part);
  }
  throw new DataError(
    { path: file.name, remedy: 'check the network connection and try again, or put the file into a folder and set DATA_DIR to that folder' },
    `could not be downloaded (${failures.join('; ')})`,
  );
}

/** @returns what went wrong, or undefined when `part` is complete and right */
async function fromHost(url: string, part: string, file: RemoteFile, options: DownloadOptions): Promise<string | undefined> {
  let failure = 'no attempt was made';
  for (let attempt = 0; attempt < attemptsPerHost; attempt++) {
    const before = await sizeOf(part);
    try {
      await transfer(url, part, file, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DataError) throw error;
      failure = reason(error);
      if ((await sizeOf(part)) > before) continue;
      return failure;
    }
    if (await isComplete(part, file)) return undefined;
    await rm(part, { force: true });
    failure = 'what it sent is not the official file (wrong checksum)';
    // The fault may lie in what an earlier run had left.
    if (before === 0) return failure;
  }
  return failure;
}

/** Receives what is missing in `part`; throws an Error with the reason when that does not succeed. */
async function transfer(url: string, part: string, file: RemoteFile, options: DownloadOptions): Promise<void> {
  let start = await sizeOf(part);
  if (start === file.bytes) return;
  if (start > file.bytes) {
    await rm(part, { force: true });
    start = 0;
  }
  const connection = await openUrl(url, start, options.timeoutSeconds ?? 30, options.signal);
  try {
    if (connection.start === 0) start = 0;
    if (connection.start !== start) throw new Error(`it sends the file from byte ${connection.start} instead of ${start}`);
    if ((connection.totalBytes ?? file.bytes) !== file.bytes) {
      throw new Error(`it offers a file of ${connection.totalBytes} bytes instead of ${file.bytes}`);
    }
    await writePart(connection.body, part, start, file, progressReporter(url, file, start, options));
  } finally {
    connection.close();
  }
}

async function writePart(
  body: AsyncIterable<Uint8Array>,
  part: string,
  start: number,
  file: RemoteFile,
  report: (received: number) => void,
): Promise<void> {
  const handle = await open(part, start === 0 ? 'w' : 'r+').catch((error: unknown) => refuseDisk(error, part));
  try {
    let received = start;
    for await (const sent of body) {
      // Whether what comes before any surplus is the file, the checksum will say.
      const chunk = sent.subarray(0, file.bytes - received);
      await handle.write(chunk, 0, chunk.length, received).catch((error: unknown) => refuseDisk(error, part));
      received += chunk.length;
      report(received);
    }
    if (received < file.bytes) throw new Error(`the connection was cut after ${received} of ${file.bytes} bytes`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function progressReporter(url: string, file: RemoteFile, start: number, { onProgress }: DownloadOptions): (received: number) => void {
  const begun = performance.now();
  let reported = -Infinity;
  return (receivedBytes) => {
    const now = performance.now();
    if (onProgress === undefined || (now - reported < 100 && receivedBytes < file.bytes)) return;
    reported = now;
    const secondsLeft = ((now - begun) / 1000 / (receivedBytes - start)) * (file.bytes - receivedBytes);
    onProgress({ file: file.name, host: new URL(url).host, receivedBytes, totalBytes: file.bytes, secondsLeft });
  };
}

async function isComplete(path: string, { bytes, checksum }: RemoteFile): Promise<boolean> {
  if ((await sizeOf(path)) !== bytes) return false;
  const hash = createHash(checksum.algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') === checksum.value;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}

/** Some network errors have a code and no message. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? (errorCode(error) ?? 'unknown error') : message;
}

function refuseDisk(error: unknown, path: string): never {
  const code = errorCode(error) ?? String(error);
  if (code === 'ENOSPC') throw new DataError({ path: dirname(path), remedy: 'free some space and try again' }, 'is on a full disk', { cause: error });
  throw new DataError({ path, remedy: 'choose a folder that you may write to' }, `cannot be written (${code})`, { cause: error });
}
