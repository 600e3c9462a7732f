import { from, type ColumnTable } from 'arquero';
import { inTaskOrder } from '../data/task';
import { holm } from '../statistics/holm';
import { evidence, type ClaimName, type EvidenceRow } from './evidence';
import { kindOf } from './ledger';

/** Comparisons that decide a claim together, where they are more than one. */
const PARTS: Partial<Readonly<Record<ClaimName, number>>> = { L1: 2, L4: 2, J9: 2 };

type TaskVerdict = 'supported' | 'contradicted' | 'undecided' | 'not competent';

/** What the primary comparisons of a claim say on one task. */
interface OnTask {
  readonly task: string;
  readonly verdict: TaskVerdict;
  readonly pAgainst: number | null;
  readonly idle: boolean;
}

/**
 * One row for each claim: on how many tasks it is supported, where it is contradicted, and what the second kind of network, with group
 * normalization, says. Contradictions are held to Holm's levels over the tasks.
 * @param statements claims that have a row, also where nothing bears on them, in words
 */
export function verdictsOn(claimTable: ColumnTable, statements: readonly (readonly [ClaimName, string])[]): ColumnTable {
  const rows = evidence.rows(claimTable).filter(({ primary }) => primary);
  const ofKind = (claim: ClaimName, kind: string): string => overallInWords(onTasks(rows.filter((row) => row.claim === claim && kindOf(row) === kind), claim));
  return from(statements.map(([claim, statement]) => ({ claim, statement, verdict: ofKind(claim, 'batch norm'), 'with group norm': ofKind(claim, 'group norm') })));
}

function onTasks(rows: readonly EvidenceRow[], claim: ClaimName): OnTask[] {
  return inTaskOrder(rows.map(({ task }) => task)).map((task) => {
    const own = rows.filter((row) => row.task === task);
    const p = own.flatMap(({ pAgainst }) => pAgainst ?? []);
    return { task, verdict: together(own, PARTS[claim] ?? 1), pAgainst: p.length === 0 ? null : Math.min(...p), idle: own.some(({ idle }) => idle) };
  });
}

/** Supported when all parts are, contradicted when one is. */
function together(rows: readonly EvidenceRow[], parts: number): TaskVerdict {
  const any = (verdict: TaskVerdict): boolean => rows.some((row) => row.verdict === verdict);
  if (any('contradicted')) return 'contradicted';
  if (any('not competent')) return 'not competent';
  return rows.length >= parts && rows.every(({ verdict }) => verdict === 'supported') ? 'supported' : 'undecided';
}

/** `supported on all four tasks`, `supported on three of four, MNIST undecided`, `contradicted on CIFAR-10; supported on …`. */
export function overallInWords(tasks: readonly OnTask[]): string {
  if (tasks.length === 0) return 'not tested';
  const tested = tasks.filter(({ pAgainst }) => pAgainst !== null);
  const rejected = holm(tested.map(({ pAgainst }) => pAgainst!));
  const held = tasks.map((each): OnTask => (each.verdict === 'contradicted' && !rejected[tested.indexOf(each)] ? { ...each, verdict: 'undecided' } : each));
  const named = (verdict: TaskVerdict): string[] => held.filter((each) => each.verdict === verdict).map(({ task }) => taskTitle(task));
  const [against, supported, open, unable] = (['contradicted', 'supported', 'undecided', 'not competent'] as const).map(named);
  const main = supported!.length > 0 ? ('supported' as const) : open!.length > 0 ? ('undecided' as const) : ('not competent' as const);
  const n = named(main).length;
  const others = [...(main === 'supported' ? open!.map((task) => `${task} undecided`) : []), ...(main === 'not competent' ? [] : unable!.map((task) => `${task} not competent`))];
  const idle = held.filter((each) => each.idle && each.verdict !== 'not competent').map(({ task }) => taskTitle(task));
  return [
    ...(against!.length > 0 ? [`contradicted on ${against!.join(', ')}`] : []),
    ...(n > 0 ? [[n === tasks.length ? `${main} on ${allOf(named(main))}` : `${main} on ${numberWord(n)} of ${numberWord(tasks.length)}`, ...others].join(', ')] : []),
    ...(idle.length > 0 ? [`its blocks idle on ${idle.join(', ')}`] : []),
  ].join('; ');
}

function allOf(tasks: readonly string[]): string {
  if (tasks.length === 1) return tasks[0]!;
  return tasks.length === 2 ? 'both tasks' : `all ${numberWord(tasks.length)} tasks`;
}

const numberWord = (n: number): string => ['no', 'one', 'two', 'three', 'four', 'five', 'six'][n] ?? String(n);

/** `MNIST`, `CIFAR-10`, `Digitclutter 3` */
export function taskTitle(task: string): string {
  return task.replace(/^mnist$/, 'MNIST').replace(/^cifar-/, 'CIFAR-').replace(/^digitclutter-/, 'Digitclutter ');
}
