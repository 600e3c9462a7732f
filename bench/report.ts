import { median } from 'simple-statistics';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { Measured, MeasuredContender } from './measuring/measure';
import type { Ratio } from './measuring/ratios';
import { MAX_FOREIGN_SHARE } from './measuring/rounds';

/** Where the times were taken. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  /** used by every contender */
  readonly threads: number;
}

export function machine(threads: number): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    threads,
  };
}

const milliseconds = ({ turns }: MeasuredContender): number => median(turns.map((turn) => turn.milliseconds));
const peakMemory = ({ turns }: MeasuredContender): number => Math.max(...turns.map(({ peakMemoryMB }) => peakMemoryMB));
const contendersOf = ({ ours, reference, others }: Measured): readonly MeasuredContender[] => [ours, reference, ...others];

/** The lines of a table whose columns are aligned: the first to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
}

const HEADINGS = ['', 'ms', 'ratio', 'from … to', 'clean rounds', 'peak memory', 'loss differs by'];

function row(contender: MeasuredContender, reference: MeasuredContender): string[] {
  const { ratio, name, lossDifference } = contender;
  const itself = contender === reference;
  return [
    name,
    milliseconds(contender).toFixed(1),
    ratio.median.toFixed(2),
    itself ? '' : `${ratio.minimum.toFixed(2)} … ${ratio.maximum.toFixed(2)}`,
    `${ratio.cleanRounds} of ${ratio.rounds}`,
    `${peakMemory(contender).toFixed(0)} MB`,
    itself ? '' : lossDifference.toExponential(0),
  ];
}

/** Whether a target is reached, unless too much else ran on the machine to tell. */
function verdict({ median: ratio, cleanRounds, rounds }: Ratio, target: number): string {
  if (2 * cleanRounds >= rounds) return ratio <= target ? 'reached' : 'not reached';
  const share = `${(100 * MAX_FOREIGN_SHARE).toFixed(0)} %`;
  return `not decided, since others used more than ${share} of the machine in ${rounds - cleanRounds} of ${rounds} rounds; run it again when the machine is quiet`;
}

/** What was measured, as text to read. */
export function table(measured: Measured): string {
  const { comparison, ours, reference } = measured;
  return [
    comparison.title,
    ...aligned([HEADINGS, ...contendersOf(measured).map((contender) => row(contender, reference))]),
    `${comparison.ratioName} ${ours.ratio.median.toFixed(3)}; at most ${comparison.target.toFixed(2)} wanted: ${verdict(ours.ratio, comparison.target)}.`,
  ].join('\n');
}

/** Versions and the machine, as text to read. */
export function conditions({ processor, cores, memoryGB, system, threads }: Machine, measured: readonly Measured[]): string {
  const versions = new Map(measured.flatMap((one) => contendersOf(one).flatMap(({ versions: own }) => Object.entries(own))));
  return [
    `${processor}, ${cores} cores, ${memoryGB} GB, ${system}; ${threads} ${threads === 1 ? 'thread' : 'threads'} each`,
    [...versions].map(([name, version]) => `${name} ${version}`).join(', '),
    'Ratios are medians over rounds of the times of a contender to those of the reference in the same round.',
  ].join('\n');
}

/** Everything that was measured, as it goes into the JSON file: the ratios by name, then all numbers behind them. */
export function results(where: Machine, measured: readonly Measured[]): Record<string, unknown> {
  return {
    ...Object.fromEntries(measured.map(({ comparison, ours }) => [comparison.ratioName, ours.ratio.median])),
    machine: where,
    comparisons: measured.map((one) => {
      const { name, title, ratioName, target, batch, calls } = one.comparison;
      return {
        name,
        title,
        ratioName,
        target,
        batch,
        callsPerTurn: calls,
        reference: one.reference.name,
        contenders: contendersOf(one).map((contender) => ({
          ...contender,
          milliseconds: milliseconds(contender),
          peakMemoryMB: peakMemory(contender),
        })),
      };
    }),
  };
}
