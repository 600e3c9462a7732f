import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { errorCode } from './data-error';

/** An open answer to a request for a file. */
export interface Connection {
  /** The position in the file of the first byte of `body`: 0 if the server knows no ranges. */
  readonly start: number;
  /** Size of the whole file, if the server says. */
  readonly totalBytes: number | undefined;
  /** The bytes as they are stored; `fetch` would unpack a .gz that a server marks as encoded. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly close: () => void;
}

const mostRedirections = 5;

/**
 * Asks for a file from byte `start` on, following redirections.
 *
 * @throws Error that says what the server answered, or that it sent nothing for `timeoutSeconds` (the body does so too)
 */
export async function openUrl(url: string, start: number, timeoutSeconds: number, signal?: AbortSignal): Promise<Connection> {
  let address = new URL(url);
  for (let redirection = 0; redirection <= mostRedirections; redirection++) {
    const watch = watchdog(timeoutSeconds);
    const response = await request(address, start, watch, signal);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (status === 200 || status === 206) return connection(response, watch);
    watch.stop();
    response.destroy();
    if (status < 300 || status >= 400 || location === undefined) throw new Error(`it answered ${status} ${response.statusMessage ?? ''}`.trim());
    address = new URL(location, address);
  }
  throw new Error(`it redirects more than ${mostRedirections} times`);
}

function request(address: URL, start: number, watch: Watchdog, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  const get = address.protocol === 'https:' ? getHttps : getHttp;
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'iterative-resnets', ...(start > 0 && { range: `bytes=${start}-` }) };
  return new Promise((resolve, reject) => {
    const sent = get(address, { headers, ...(signal && { signal }) }, resolve);
    sent.on('error', (error) => {
      watch.stop();
      reject(error);
    });
    watch.bark = (error) => sent.destroy(error);
  });
}

function connection(response: IncomingMessage, watch: Watchdog): Connection {
  const { start, totalBytes } = extent(response);
  watch.bark = (error) => response.destroy(error);
  // Whoever reads the body gets the error; without a listener one that comes before would end the process.
  response.on('error', () => undefined);
  const close = (): void => {
    watch.stop();
    response.destroy();
  };
  return { start, totalBytes, body: chunks(response, watch), close };
}

async function* chunks(response: IncomingMessage, watch: Watchdog): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of response) {
      watch.stop();
      yield chunk as Uint8Array;
      watch.start();
    }
  } catch (error) {
    throw errorCode(error) === 'ECONNRESET' ? new Error('it cut the connection', { cause: error }) : error;
  }
}

function extent({ statusCode, headers }: IncomingMessage): { start: number; totalBytes: number | undefined } {
  if (statusCode === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
    return { start: Number(start), totalBytes: total === undefined || total === '*' ? undefined : Number(total) };
  }
  return { start: 0, totalBytes: headers['content-length'] === undefined ? undefined : Number(headers['content-length']) };
}

interface Watchdog {
  bark: (error: Error) => void;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Ends a silent connection. */
function watchdog(seconds: number): Watchdog {
  let timer: NodeJS.Timeout;
  const watch: Watchdog = {
    bark: () => undefined,
    start: () => {
      timer = setTimeout(() => watch.bark(new Error(`it sent nothing for ${seconds} s`)), seconds * 1000);
    },
    stop: () => clearTimeout(timer),
  };
  watch.start();
  return watch;
}
