import { duration } from './duration';
import { escapeHtml } from '../files/escape-html';
import { kernelHost, type KernelHost } from './kernel-host';
import { timeToGo, type Stretch } from './time-to-go';

/** What the time to go is reckoned from, where the things that are counted do not take equally long; in any unit that goes with time. */
export interface Work {
  /** done since the line began */
  readonly done: number;
  readonly left: number;
}

/** A live line of a long computation. */
export interface Progress {
  /**
   * @param done so far, of the total; may be fractional
   * @param note what is being done: run, epoch, loss
   * @param whole how many of the things that are counted are done, where several are in work at a time
   * @param work the number that is done, and what of the total is left, unless given
   */
  update(done: number, note?: string, whole?: number, work?: Work): void;
  /** The last state: `18 networks trained in 2 min 10 s`, or a sentence of one's own. */
  finish(sentence?: string): void;
  /** The last state of a computation that did not finish: `Stopped after 7 of 18 networks trained, 50 s: reason`. */
  stop(reason: string): void;
}

/** Between two updates of the line. */
const notebookInterval = 100;
const logInterval = 30_000;
/** Speeds are measured over stretches of at least this time. */
const stretchMilliseconds = 500;

let lines = 0;
let open = 0;
let lastEnded = -Infinity;

/**
 * Whether a long computation is under way: one whose line is not ended, or one without a line.
 * @param lastCheckpoint by `performance.now()`
 */
export const isUnderWay = (lastCheckpoint: number): boolean => open > 0 || lastCheckpoint > lastEnded;

/**
 * Shows how far a computation is, how long it took, and how long it will take: in a notebook in one output that is
 * updated, in a terminal in one line of the error stream, in a log as a line every half minute.
 * @param total amount of work, e.g. a number of networks
 * @param what is counted, with its participle: `networks trained`
 * @param before of the total, what is found done: it says nothing of the time that the rest takes
 */
export function progress(total: number, what: string, before = 0): Progress {
  const host = kernelHost();
  const surface = host ? notebookSurface(host) : process.stderr.isTTY ? terminalSurface() : logSurface();
  const started = performance.now();
  const stretches: Stretch[] = [];
  let stretchStart = { time: started, worked: 0 };
  let latest = before;
  let finished = Math.floor(before);
  let painted = -Infinity;
  let over = false;

  open++;

  const elapsed = (): string => duration(performance.now() - started);
  const end = (sentence: string): void => {
    if (over) return;
    over = true;
    open--;
    lastEnded = performance.now();
    surface.end(sentence);
  };
  return {
    update(done, note = '', whole = Math.floor(done), work) {
      if (over) return;
      latest = Math.min(Math.max(done, latest), total);
      const { done: worked, left: toDo } = work ?? { done: latest - before, left: total - latest };
      finished = Math.min(Math.max(whole, finished), total);
      const now = performance.now();
      if (worked > stretchStart.worked && now - stretchStart.time >= stretchMilliseconds) {
        stretches.push({ work: worked - stretchStart.worked, milliseconds: now - stretchStart.time });
        stretchStart = { time: now, worked };
      }
      if (now - painted < surface.interval) return;
      painted = now;
      const left = timeToGo(stretches, toDo);
      const parts = [
        `${finished}/${total} ${what}`,
        elapsed(),
        left === undefined ? 'estimating time to go' : `about ${duration(left)} to go`,
        ...(note === '' ? [] : [note]),
      ];
      surface.paint(latest / total, parts.join(' · '));
    },
    finish(sentence = `${total} ${what} in ${elapsed()}`) {
      end(sentence);
    },
    stop(reason) {
      end(`Stopped after ${finished} of ${total} ${what}, ${elapsed()}: ${reason}`);
    },
  };
}

interface Surface {
  /** Milliseconds between two paintings. */
  readonly interval: number;
  paint(fraction: number, text: string): void;
  end(sentence: string): void;
}

function notebookSurface(host: KernelHost): Surface {
  const displayId = `progress-${process.pid}-${++lines}`;
  let shown = false;
  const publish = (text: string, html: string): void => {
    host.publish({ 'text/html': html, 'text/plain': text }, { displayId, update: shown });
    shown = true;
  };
  return {
    interval: notebookInterval,
    paint(fraction, text) {
      const bar = `<progress value="${fraction.toFixed(4)}" max="1" style="width: 16em; vertical-align: middle"></progress>`;
      publish(`${textBar(fraction)} ${text}`, `<div>${bar} ${escapeHtml(text)}</div>`);
    },
    end: (sentence) => publish(sentence, `<div>${escapeHtml(sentence)}</div>`),
  };
}

function terminalSurface(): Surface {
  const { stderr } = process;
  const rewrite = (text: string): void => void stderr.write(`\r${text.slice(0, (stderr.columns || 80) - 1)}\x1b[K`);
  return {
    interval: notebookInterval,
    paint: (fraction, text) => rewrite(`${textBar(fraction)} ${text}`),
    end: (sentence) => void stderr.write(`\r\x1b[K${sentence}\n`),
  };
}

function logSurface(): Surface {
  const write = (text: string): void => void process.stderr.write(`${text}\n`);
  return { interval: logInterval, paint: (_, text) => write(text), end: write };
}

function textBar(fraction: number): string {
  const full = Math.floor(20 * fraction);
  return `[${'#'.repeat(full)}${'·'.repeat(20 - full)}]`;
}
