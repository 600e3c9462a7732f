import type { MeasuringOptions, Progress } from './measuring/measure';
import type { CompileRecord } from './parts/compile';
import type { ComparisonRecord } from './parts/comparison';
import type { CostRecord } from './parts/cost';
import type { MemoryRecord } from './parts/memory';
import type { SweepRecord } from './parts/sweep';
import type { Machine } from './report/machine';

/** Everything that was measured, by kind. */
export interface Records {
  readonly comparisons: readonly ComparisonRecord[];
  readonly compile: readonly CompileRecord[];
  readonly memory: readonly MemoryRecord[];
  readonly sweep: readonly SweepRecord[];
  readonly cost: readonly CostRecord[];
}

/** What a part of the bench found. */
export interface Finding {
  /** to read */
  readonly text: string;
  /** single numbers, by the names that they have in the results */
  readonly figures: Readonly<Record<string, number>>;
  /** all numbers behind them */
  readonly records: Partial<Records>;
}

/** One of the things that the bench measures. */
export interface Part {
  /** on the command line */
  readonly name: string;
  measure(options: MeasuringOptions, progress: Progress): Promise<Finding>;
}

/** A bench's JSON file; the figures stand beside these, by their names. */
export interface Results extends Partial<Records> {
  readonly machine: Machine;
}

/** Everything that was found, as it goes into the JSON file: the figures by name, then the machine and all numbers behind them. */
export function resultsOf(machine: Machine, findings: readonly Finding[]): Results {
  const records: Partial<Record<keyof Records, unknown[]>> = {};
  for (const [kind, found] of findings.flatMap((finding) => Object.entries(finding.records))) {
    (records[kind as keyof Records] ??= []).push(...found);
  }
  const figures = Object.assign({}, ...findings.map((finding) => finding.figures)) as Record<string, number>;
  return { ...figures, machine, ...(records as Partial<Records>) };
}
