import { withMarkedSection } from '../../src/files/marked-section';
import { CONTENDERS, EAGER, GRAPH } from '../contenders';
import type { ContenderRecord } from '../parts/comparison';
import type { Results } from '../results';
import { versionsOf } from './conditions';
import { machineInWords, threadsInWords } from './machine';

const BEGIN = '<!-- performance: written by npm run bench -- --readme -->';
const END = '<!-- end of performance -->';

/**
 * The README with another performance section.
 * @throws Error when the markers of the section are not there exactly once, in their order
 */
export function withSection(readme: string, section: string): string {
  return withMarkedSection(readme, { begin: BEGIN, end: END, file: 'README.md' }, section);
}

/** Tables and sentences from results on the same machine that differ in their threads. */
export function performanceSection(results: readonly Results[]): string {
  const [first] = results;
  const machines = new Set(results.map(({ machine }) => machineInWords(machine)));
  if (machines.size > 1) throw new Error(`The results in bench/results are of several machines, which one table must not mix: ${[...machines].join('; ')}`);
  const sentences = results.flatMap(costSentences);
  return [
    ...comparisonTable(results),
    '',
    'Milliseconds, and in brackets the ratio to PyTorch eager, channels_last: median over rounds taken in turns, and range.',
    `Measured on ${machineInWords(first!.machine)}; ${versionsOf(...results)}.`,
    ...(sentences.length > 0 ? ['', ...sentences.map((sentence) => `* ${sentence}`)] : []),
  ].join('\n');
}

const heading = (name: string): string => ({ [EAGER.name]: 'before (ours, eager)', [GRAPH.name]: '**after (ours, graph)**' })[name] ?? name;

function comparisonTable(results: readonly Results[]): string[] {
  const rows = results.flatMap(({ comparisons = [] }) => comparisons);
  const names = CONTENDERS.map(({ name }) => name).filter((name) => rows.some(({ contenders }) => contenders.some((contender) => contender.name === name)));
  const titles = [...new Set(rows.map(({ title }) => title))];
  const lines = titles.flatMap((title) => rows.filter((row) => row.title === title)).map(({ title, threads, ours, reference, contenders }) => {
    const byName = new Map(contenders.map((contender) => [contender.name, contender]));
    const { cleanRounds, rounds } = byName.get(ours)!.ratio;
    return [title, String(threads), ...names.map((name) => cell(byName.get(name), name === reference)), `${cleanRounds} of ${rounds}`];
  });
  const head = ['', 'threads', ...names.map(heading), 'undisturbed rounds'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
}

function cell(contender: ContenderRecord | undefined, isReference: boolean): string {
  if (!contender) return '–';
  const { milliseconds, ratio } = contender;
  const time = milliseconds < 1000 ? milliseconds.toPrecision(3) : milliseconds.toFixed(0);
  return isReference ? time : `${time} (${ratio.median.toFixed(2)}; ${ratio.minimum.toFixed(2)}–${ratio.maximum.toFixed(2)})`;
}

/** What was measured besides the comparisons. */
function costSentences({ machine, compile = [], memory = [], sweep = [], cost = [] }: Results): string[] {
  const threads = threadsInWords(machine.threads);
  return [
    ...compile.map(({ network, seconds, starts }) => `Building, emitting and loading the training step of ${network}: ${seconds.toFixed(2)} s (median of ${starts.length} starts, ${threads}).`),
    ...memory.map(({ network, slope, points }) => {
      const [, first] = points[0]!;
      const [steps, last] = points[points.length - 1]!;
      return `Resident memory over ${steps} training steps of ${network}: ${first.toFixed(0)} MB at first, ${last.toFixed(0)} MB at last, ${slope.toFixed(1)} MB per 1,000 steps (${threads}).`;
    }),
    ...sweep.map(({ network, processes, gain }) => {
      const range = `${gain.minimum.toFixed(2)}–${gain.maximum.toFixed(2)}, ${gain.cleanRounds} of ${gain.rounds} rounds undisturbed`;
      return `Sweeps: ${processes} processes of one thread make ${gain.median.toFixed(2)} (${range}) times the training steps of one process of ${processes} threads, for ${network}.`;
    }),
    ...cost.map(({ size, line }) => {
      const { intercept, slope, rSquared } = line;
      return `A training step of a small MNIST network against ${size}: ${intercept.toFixed(1)} ms + ${slope.toPrecision(2)} ms for each (R² ${rSquared.toFixed(3)}, ${threads}; [figure](bench/figures/cost.svg)).`;
    }),
  ];
}
