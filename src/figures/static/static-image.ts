import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Data, Layout } from 'plotly.js';

export interface StaticImage {
  /** SVG text, the same on every machine; it names its fonts and does not hold them. */
  readonly svg: string;
  /** One pixel for each unit of the layout. */
  readonly png: Buffer;
}

/** To the renderer: a figure as JSON. */
export interface Request {
  readonly id: number;
  readonly figure: string;
}

/** From the renderer. */
export type Answer =
  { readonly id: number; readonly svg: string; readonly png: Uint8Array } | { readonly id: number; readonly error: string };

/** A figure takes a fraction of a second, the first one a few seconds more. */
const patienceMilliseconds = 60_000;
/** The renderer holds some 200 MB, so it goes when no figure has come for a while. */
const idleMilliseconds = 20_000;

interface Pending {
  readonly resolve: (image: StaticImage) => void;
  readonly reject: (error: Error) => void;
}

interface Renderer {
  readonly process: ChildProcess;
  readonly pending: Map<number, Pending>;
  idle?: NodeJS.Timeout;
}

let renderer: Renderer | undefined;
let lastId = 0;

/** Starts the process that draws, so that it is ready when the first figure comes within a while. */
export function prepareStaticImages(): void {
  if (!renderer) rest((renderer = start()));
}

/**
 * Draws a figure without a browser, in a process of its own so that a notebook's kernel stays free to answer.
 * @throws Error naming the figure, when it cannot be drawn
 */
export async function staticImage(figure: {
  readonly name: string;
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}): Promise<StaticImage> {
  const { name, data, layout } = figure;
  const current = (renderer ??= start());
  const id = ++lastId;
  clearTimeout(current.idle);
  hold(current.process, true);
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise<StaticImage>((resolve, reject) => {
      current.pending.set(id, { resolve, reject });
      patience = setTimeout(() => {
        reject(new Error(`it took longer than ${patienceMilliseconds / 1000} s`));
        current.process.kill('SIGKILL');
      }, patienceMilliseconds);
      // As JSON, in which data of any kind is what a notebook's file will hold.
      const request: Request = { id, figure: JSON.stringify({ data, layout }) };
      current.process.send(request, (error) => error && reject(error));
    });
  } catch (error) {
    throw new Error(`The static figure ${name} could not be drawn: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(patience);
    current.pending.delete(id);
    if (current.pending.size === 0) rest(current);
  }
}

function start(): Renderer {
  const child = fork(join(__dirname, 'renderer-process.ts'), [], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A process group of its own: an interrupt of the kernel must not end it halfway through a figure.
    detached: true,
  });
  const started: Renderer = { process: child, pending: new Map() };
  const end = (reason: string): void => {
    if (renderer === started) renderer = undefined;
    for (const { reject } of started.pending.values()) reject(new Error(reason));
  };
  child.on('message', (answer: Answer) => {
    const pending = started.pending.get(answer.id);
    if ('error' in answer) pending?.reject(new Error(answer.error));
    else pending?.resolve({ svg: answer.svg, png: Buffer.from(answer.png) });
  });
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) =>
    end(`the renderer ended (${signal ?? `exit ${code}`}); run "npm run doctor" to see what is missing`),
  );
  return started;
}

/** Neither a waiting renderer nor its timer keeps this process alive. */
function rest(resting: Renderer): void {
  hold(resting.process, false);
  resting.idle = setTimeout(() => {
    if (renderer === resting) renderer = undefined;
    if (resting.process.connected) resting.process.disconnect();
  }, idleMilliseconds).unref();
}

function hold(child: ChildProcess, held: boolean): void {
  if (held) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
