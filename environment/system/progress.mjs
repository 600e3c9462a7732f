/** Shows how far a piece of work is: one line that changes on a terminal, a line now and then elsewhere. */
import { stdout } from 'node:process';

/** Without a terminal, a state is printed at most this often. */
const quietSeconds = 10;

/** @param {number} seconds */
export const duration = (seconds) => (seconds < 60 ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);

/**
 * @param {string} title
 * @param {NodeJS.WriteStream} stream where it is shown
 * @returns {{ progress: (state: string) => void, done: (seconds: number) => void, failed: () => void }}
 */
export function reporter(title, stream = stdout) {
  const start = performance.now();
  let printed = start;
  let state = '';
  const elapsed = () => (performance.now() - start) / 1000;
  const show = () => {
    if (stream.isTTY) stream.write(`\r\x1b[K${title} … ${state}${state && ', '}${duration(elapsed())}`);
    else if (performance.now() - printed > 1000 * quietSeconds) {
      printed = performance.now();
      stream.write(`${title} … ${state}${state && ', '}${duration(elapsed())}\n`);
    }
  };
  if (stream.isTTY) show();
  else stream.write(`${title} …\n`);
  const clock = setInterval(show, 1000);
  /** @param {string} result */
  const end = (result) => {
    clearInterval(clock);
    stream.write(`${stream.isTTY ? '\r\x1b[K' : ''}${title}: ${result}\n`);
  };
  return {
    progress: (now) => {
      state = now;
      show();
    },
    done: (seconds) => end(`done in ${duration(seconds)}`),
    failed: () => end(`failed after ${duration(elapsed())}`),
  };
}
