import { median } from 'simple-statistics';
import type { Comparison } from '../comparisons/comparison';
import { measure, type Measured, type MeasuredContender } from '../measuring/measure';
import { threadsInWords } from '../report/machine';
import { aligned, disturbance, verdict } from '../report/text';
import type { Part } from '../results';

/** A comparison as it stands in the results. */
export interface ComparisonRecord extends Pick<Comparison, 'name' | 'title' | 'ratioName'> {
  readonly target: number | undefined;
  readonly batch: number;
  readonly threads: number;
  readonly callsPerTurn: number;
  readonly ours: string;
  readonly reference: string;
  readonly contenders: readonly ContenderRecord[];
}

export interface ContenderRecord extends MeasuredContender {
  /** median of its turns */
  readonly milliseconds: number;
  readonly peakMemoryMB: number;
}

/** Ours against PyTorch at a workload. */
export function comparisonPart(comparison: Comparison): Part {
  return {
    name: comparison.name,
    async measure(options, progress) {
      const record = recordOf(await measure(comparison, options, progress));
      const ours = record.contenders.find(({ name }) => name === record.ours)!;
      return { text: table(record), figures: { [record.ratioName]: ours.ratio.median }, records: { comparisons: [record] } };
    },
  };
}

export function recordOf({ comparison, ours, reference, others }: Measured): ComparisonRecord {
  const { name, title, ratioName, target, workload, calls } = comparison;
  const contenders = [ours, reference, ...others].map((contender) => ({
    ...contender,
    milliseconds: median(contender.turns.map((turn) => turn.milliseconds)),
    peakMemoryMB: Math.max(...contender.turns.map(({ peakMemoryMB }) => peakMemoryMB)),
  }));
  return { name, title, ratioName, target, batch: workload.batch, threads: ours.threads, callsPerTurn: calls, ours: ours.name, reference: reference.name, contenders };
}

const HEADINGS = ['', 'ms', 'ratio', 'from … to', 'clean rounds', 'peak memory', 'loss differs by'];

/** What was measured, as text to read. */
export function table({ title, ratioName, target, threads, ours, reference, contenders }: ComparisonRecord): string {
  const rows = contenders.map(({ name, milliseconds, ratio, peakMemoryMB, lossDifference }) => [
    name,
    milliseconds.toFixed(1),
    ratio.median.toFixed(2),
    name === reference ? '' : `${ratio.minimum.toFixed(2)} … ${ratio.maximum.toFixed(2)}`,
    `${ratio.cleanRounds} of ${ratio.rounds}`,
    `${peakMemoryMB.toFixed(0)} MB`,
    name === reference ? '' : lossDifference.toExponential(0),
  ]);
  const { ratio } = contenders.find(({ name }) => name === ours)!;
  const wanted = target === undefined ? '' : `; at most ${target.toFixed(2)} wanted: ${disturbance(ratio) ?? verdict(ratio.median, target)}`;
  return [`${title}, ${threadsInWords(threads)}`, ...aligned([HEADINGS, ...rows]), `${ratioName} ${ratio.median.toFixed(3)}${wanted}.`].join('\n');
}
