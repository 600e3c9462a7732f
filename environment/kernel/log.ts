import { writeSync } from 'node:fs';

/** Writes a line of the kernel's own to where it was started, past the streams that belong to cells. */
export function log(message: unknown): void {
  writeSync(2, `kernel: ${message instanceof Error ? message.message : String(message)}\n`);
}
