import type { Cell } from './cell';
import type { StreamName } from './outputs';

/** Sends what is written to standard output and standard error to the cell that writes it, once there is one. */
export function captureStreams(current: () => Cell | undefined): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const original = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = ((...args: unknown[]) => {
      const cell = current();
      if (!cell) return original(...args);
      writeTo(cell, name, args);
      return true;
    }) as typeof stream.write;
  }
}

/** The forms of `Writable.write`: (chunk), (chunk, callback), (chunk, encoding, callback). */
function writeTo(cell: Cell, name: StreamName, [chunk, encoding, callback]: unknown[]): void {
  const encoded = typeof chunk === 'string' && typeof encoding === 'string' && !/^utf-?8$/i.test(encoding);
  cell.outputs.write(name, encoded ? Buffer.from(chunk, encoding as BufferEncoding) : (chunk as string | Uint8Array));
  const done = typeof encoding === 'function' ? encoding : callback;
  if (typeof done === 'function') process.nextTick(done as () => void);
}
