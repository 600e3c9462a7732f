import type { Cell } from './cell';
import type { StreamName } from './outputs';

/** Sends what is written to standard output and standard error to the cell that writes it, once there is one. */
export function captureStreams(current: () => Cell | undefined): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const original = stream.write.bind(stream) as (...args: WriteArguments) => boolean;
    stream.write = (...args: unknown[]) => {
      const cell = current();
      if (!cell) return original(...(args as WriteArguments));
      writeTo(cell, name, args as WriteArguments);
      return true;
    };
  }
}

/** `Writable.write` takes a chunk, a chunk and a callback, or all three. */
type WriteArguments = [chunk: string | Uint8Array, encoding?: BufferEncoding | (() => void), callback?: () => void];

function writeTo(cell: Cell, name: StreamName, [chunk, encoding, callback]: WriteArguments): void {
  const encoded = typeof chunk === 'string' && typeof encoding === 'string';
  cell.outputs.write(name, encoded ? Buffer.from(chunk, encoding) : chunk);
  const done = typeof encoding === 'function' ? encoding : callback;
  if (done) process.nextTick(done);
}
