import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** A host on this machine, and what was asked of it. */
export interface FileServer {
  readonly url: string;
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
}

/** Starts a host that answers as told and goes when the test ends. */
export async function fileServer(context: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FileServer> {
  const requests: { path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', range: request.headers.range });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Sends `bytes`, or the range of them that is asked for. */
export function sendFile(bytes: Buffer): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const start = rangeStart(request);
    const headers = start === undefined ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start === undefined ? 200 : 206, { ...headers, 'content-length': bytes.length - (start ?? 0) });
    response.end(bytes.subarray(start ?? 0));
  };
}

/** The first byte that the request asks for; undefined if it asks for the whole file. */
export function rangeStart(request: IncomingMessage): number | undefined {
  const found = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  return found ? Number(found[1]) : undefined;
}
