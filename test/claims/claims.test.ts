import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claims, claimVerdicts } from '../../src/ideas/claims';
import { aboveZero, belowZero, decide } from '../../src/claims/decide';
import { evidence, type EvidenceRow } from '../../src/claims/evidence';
import { overallInWords } from '../../src/claims/overall';
import { readableClaims } from '../../src/claims/readable';
import { errorAt } from '../../src/ideas/generalization/matched-parameters';
import { runs, type RunRow } from '../../src/tables/tables';
import { syntheticRuns } from '../tables/synthetic';

const evidenceOf = (rows: readonly RunRow[]): EvidenceRow[] => evidence.rows(claims(runs.table(rows)));
const find = (rows: readonly EvidenceRow[], claim: string, text: RegExp, normalization = 'batch'): EvidenceRow => {
  const found = rows.filter((row) => row.claim === claim && row.networks === `${normalization} norm` && (text.test(row.statistic) || text.test(row.statement)));
  assert.equal(found.length, 1, `${found.length} rows of ${claim} ${String(text)}`);
  return found[0]!;
};
const withError = (error: (row: RunRow) => number): RunRow[] =>
  syntheticRuns([1, 2, 3, 4]).map((row) => {
    const testError = error(row);
    return { ...row, testAccuracy: 1 - testError, testError };
  });
/** Those that start from values of their own, with an error and an Exchange Index. */
const conventional = (rows: readonly RunRow[], testError: number, exchangeIndex: number): RunRow[] =>
  rows
    .filter((row) => row.normalization === 'batch' && row.coupling === 0 && row.lipschitz === null)
    .map((row) => ({ ...row, run: `conventional-${row.seed}`, variant: 'conventional', testError: testError + 0.0001 * row.seed, testAccuracy: 1 - testError - 0.0001 * row.seed, exchangeIndex: exchangeIndex + 0.001 * row.seed }));
const only = (rows: readonly EvidenceRow[], claim: string, normalization = 'batch'): string[] =>
  rows.filter((row) => row.claim === claim && row.primary && row.networks === `${normalization} norm`).map(({ verdict }) => verdict);

test('one-sided bounds decide by a rule fixed beforehand', () => {
  assert.equal(decide({ atLeast: 0.1, atMost: 0.3 }, aboveZero), 'supported');
  assert.equal(decide({ atLeast: -0.3, atMost: -0.1 }, aboveZero), 'contradicted');
  assert.equal(decide({ atLeast: -0.1, atMost: 0.3 }, aboveZero), 'undecided');
  assert.equal(decide({ atLeast: 0, atMost: 0.3 }, aboveZero), 'undecided');
  assert.equal(decide({ atLeast: -0.3, atMost: -0.1 }, belowZero), 'supported');
  assert.equal(decide({ atLeast: null, atMost: null }, belowZero), 'undecided');
  assert.equal(decide({ atLeast: 3, atMost: 4 }, { supports: { side: 'below', bound: 2 } }), 'undecided', 'no rule contradicts');
});

test('L1: the ratio of errors and the Exchange Index of conventional networks decide together', () => {
  const rows = withError((row) => 0.03 + 0.0003 * row.seed * (1 + row.coupling));
  const verdicts = (error: number, exchange: number): string[] => only(evidenceOf([...rows, ...conventional(rows, error, exchange)]), 'L1');
  assert.deepEqual(verdicts(0.03, 0.6), ['supported', 'supported']);
  assert.deepEqual(verdicts(0.015, 0.97), ['undecided', 'contradicted'], 'an error twice as large supports nothing and contradicts nothing');
  assert.deepEqual(verdicts(0.03, 0.92), ['supported', 'undecided']);
  assert.deepEqual(only(evidenceOf(rows), 'L1'), [], 'networks that start from equal values are not conventional');
});

test('L2: the Recurrence Index at λ = 1 minus that at λ = 0, within seeds; slopes stand beside', () => {
  const rows = syntheticRuns([1, 2, 3]).map((row) => ({ ...row, recurrenceIndex: 0.5 + (0.2 + 0.001 * row.seed) * row.coupling + 0.01 * row.seed }));
  const primary = find(evidenceOf(rows), 'L2', /^Recurrence Index: λ = 1 minus/);
  assert.ok(Math.abs(primary.effect - 0.202) < 1e-12);
  assert.deepEqual([primary.n, primary.primary, primary.verdict], [3, true, 'supported']);
  const slope = find(evidenceOf(rows), 'L2', /slope of the Recurrence/);
  assert.ok(Math.abs(slope.effect - 0.202) < 1e-12);
  assert.deepEqual([slope.primary, slope.verdict], [false, 'decides nothing']);
  const reversed = rows.map((row) => ({ ...row, recurrenceIndex: 1 - row.recurrenceIndex }));
  assert.deepEqual(only(evidenceOf(reversed), 'L2'), ['contradicted']);
});

test('L2: an index at λ = 1 that is not a number contradicts nothing', () => {
  const rows = syntheticRuns([1, 2, 3]).map((row) => (row.run === 'group-1-none-2' ? { ...row, recurrenceIndex: NaN } : row));
  assert.deepEqual(only(evidenceOf(rows), 'L2', 'group'), ['undecided']);
  assert.equal(find(evidenceOf(rows), 'L2', /exactly/, 'group').verdict, 'decides nothing');
});

test('a comparison has all seeds that its two settings have, whatever a third one lacks or has undefined', () => {
  const rows = syntheticRuns([1, 2, 3, 4, 5])
    .filter(({ coupling, seed }) => coupling !== 0.5 || seed < 4)
    .map((row) => (row.coupling === 0.5 ? { ...row, recurrenceIndex: NaN } : row));
  const found = find(evidenceOf(rows), 'L2', /^Recurrence Index: λ = 1 minus/);
  assert.equal(found.n, 5);
  assert.ok(Number.isFinite(found.effect) && found.atLeast !== null);
});

test('L3: c = 0.5 against the same networks decides; other constants, λ and indices stand beside; blocks may idle', () => {
  const rows = syntheticRuns([1, 2, 3]);
  const found = evidenceOf(rows).filter((row) => row.claim === 'L3' && row.networks === 'batch norm');
  const mean = (run: string): number => rows.filter((row) => row.run.startsWith(run)).reduce((sum, row) => sum + row.divergenceIndex! / 3, 0);
  const [primary, ...others] = found.filter((row) => row.primary);
  assert.equal(others.length, 0);
  assert.ok(Math.abs(primary!.effect - (mean('batch-0-0.5') - mean('batch-0-none'))) < 1e-12);
  assert.deepEqual([primary!.verdict, primary!.idle], ['supported', true], 'work of 0.05');
  assert.ok(found.some(({ statement }) => statement === 'c = 1 makes networks converge more'));
  assert.ok(found.some(({ statement }) => statement.includes('at λ = 1 too')));
  const verdict = (readableClaims(claims(runs.table(rows))).objects() as Record<string, string>[]).find(({ comparison }) => comparison === 'c = 0.5 makes networks diverge less')!.verdict;
  assert.equal(verdict, 'supported, its blocks idle');
});

test('L4: worse supports, an improvement beyond the margin contradicts, one below it does not', () => {
  const regularised = (row: RunRow): number => Number(row.coupling > 0 || row.lipschitz !== null);
  const verdicts = (logRatio: number): string[] =>
    only(evidenceOf(withError((row) => 0.05 * Math.exp(regularised(row) * (logRatio + 0.002 * (row.seed - 2.5))))), 'L4');
  assert.deepEqual(verdicts(0.2), ['supported', 'supported']);
  assert.deepEqual(verdicts(-0.05), ['supported', 'supported']);
  assert.deepEqual(verdicts(-0.2), ['contradicted', 'contradicted']);
  assert.deepEqual(verdicts(-0.1), ['undecided', 'undecided']);
});

test('L4 at matched parameters: within the seed, on the line between ordinary networks over the logarithm of the number', () => {
  const [ordinary] = syntheticRuns([1]);
  const network = (of: Partial<RunRow>): RunRow => ({ ...ordinary!, ...of, run: JSON.stringify(of), testAccuracy: 1 - of.testError! });
  const networks = [1, 2].flatMap((seed) => [
    network({ seed, variant: '1 block', effectiveParameters: 1000, testError: 0.08 + 0.01 * seed }),
    network({ seed, variant: '2 blocks', effectiveParameters: 4000, testError: 0.04 + 0.01 * seed }),
    network({ seed, effectiveParameters: 16_000, testError: 0.03 + 0.01 * seed }),
    network({ seed, coupling: 0.9, effectiveParameters: 2000, testError: 0.07 + 0.012 * seed }),
    network({ seed, coupling: 1, effectiveParameters: 900, testError: 0.1 }),
  ]);
  const matched = evidenceOf(networks).filter(({ statement }) => statement.includes('matched'));
  assert.deepEqual(matched.map(({ statement }) => statement), ['λ = 0.9 does not improve generalization at matched effective parameters'], 'nothing is extrapolated');
  const [row] = matched;
  // Half way from 1,000 to 4,000 the line is at 0.06 + 0.01 seed: differences of 1.2 and 1.4 percentage points.
  assert.ok(Math.abs(row!.effect - 1.3) < 1e-9);
  // tan(π · 0.9 / 2) = 6.314 standard errors of 0.1: t of one degree of freedom, one-sided; no interval of two seeds is shown
  assert.ok(Math.abs(row!.atLeast! - 0.6686) < 1e-3 && Math.abs(row!.atMost! - 1.9314) < 1e-3, `${row!.atLeast} ${row!.atMost}`);
  assert.deepEqual([row!.lower, row!.upper], [null, null]);
  assert.equal(row!.runs.split(' ').filter((name) => name.includes('block')).length, 2 * 2);
});

test('matched parameters: beyond the ends by rounding it is the end that counts, and nothing is extrapolated', () => {
  const points = [[10_000, 0.07], [10_001, 0.08], [12_000, 0.06]].map(([effectiveParameters, testError]) => ({ effectiveParameters: effectiveParameters!, testError: testError! }));
  assert.equal(errorAt(9990.1, points), 0.07);
  assert.equal(errorAt(12_001, points), 0.06);
  assert.equal(errorAt(9_900, points), undefined);
  assert.equal(errorAt(10_001, points), 0.08);
});

test('one seed shows effects and decides nothing', () => {
  const rows = evidenceOf(syntheticRuns([1]));
  assert.deepEqual(new Set(rows.map(({ verdict }) => verdict)), new Set(['undecided', 'decides nothing']));
  assert.ok(rows.every((row) => row.lower === null && row.atMost === null && Number.isFinite(row.effect)));
  assert.ok((readableClaims(claims(runs.table(syntheticRuns([1])))).array('n') as string[]).every((n) => n.startsWith('1 seed') && !n.startsWith('1 seeds')));
});

test('values that agree to the last digit estimate no spread, and decide nothing', () => {
  const rows = syntheticRuns([1, 2, 3]).map((row) => ({ ...row, divergenceIndex: row.lipschitz === null ? 0.2 : 0.1 }));
  assert.deepEqual(only(evidenceOf(rows), 'L3'), ['undecided']);
});

test('a network that always says the same is not competent: its seed is left out, and where too few are left nothing is decided', () => {
  const constant = (seeds: readonly number[]): RunRow[] =>
    syntheticRuns([1, 2, 3]).map((row) =>
      seeds.includes(row.seed) && row.coupling === 1 ? { ...row, testAccuracy: 0.1135, testError: 1 - 0.1135, convergenceIndex: 1, recurrenceIndex: 1, divergenceIndex: 0 } : row,
    );
  const one = find(evidenceOf(constant([2])), 'L2', /^Recurrence Index: λ = 1 minus/);
  assert.deepEqual([one.n, one.leftOut], [2, 1]);
  const all = find(evidenceOf(constant([1, 2, 3])), 'L2', /^Recurrence Index: λ = 1 minus/);
  assert.deepEqual([all.n, all.leftOut, all.verdict], [0, 3, 'not competent']);
});

test('the words count the tasks, and contradictions are held to Holm’s levels', () => {
  const on = (task: string, verdict: 'supported' | 'contradicted' | 'undecided' | 'not competent', pAgainst: number | null = 0.9, idle = false) => ({ task, verdict, pAgainst, idle });
  const tasks = ['mnist', 'cifar-10', 'cifar-100', 'digitclutter-3'] as const;
  assert.equal(overallInWords(tasks.map((task) => on(task, 'supported'))), 'supported on all four tasks');
  assert.equal(overallInWords(tasks.map((task) => on(task, task === 'mnist' ? 'undecided' : 'supported'))), 'supported on three of four, MNIST undecided');
  assert.equal(overallInWords(tasks.map((task) => on(task, task === 'mnist' ? 'not competent' : 'undecided', null))), 'undecided on three of four, MNIST not competent');
  assert.equal(overallInWords(tasks.map((task) => (task === 'cifar-10' ? on(task, 'contradicted', 0.001) : on(task, 'supported')))), 'contradicted on CIFAR-10; supported on three of four');
  assert.equal(overallInWords(tasks.map((task) => (task === 'cifar-10' ? on(task, 'contradicted', 0.04) : on(task, 'supported')))), 'supported on three of four, CIFAR-10 undecided', '0.04 is above 0.05 / 4');
  assert.equal(overallInWords([on('mnist', 'supported', 0.9, true), on('cifar-10', 'supported')]), 'supported on both tasks; its blocks idle on MNIST');
  assert.equal(overallInWords([]), 'not tested');
});

test('tasks are named in their order, whichever kind of network decides on them', () => {
  const of = (task: string): EvidenceRow[] => evidenceOf(syntheticRuns([1, 2, 3, 4, 5]).map((row) => ({ ...row, task })));
  const rows = ['one’s own', 'digitclutter-3', 'mnist', 'cifar-10'].flatMap(of).map((row): EvidenceRow => ({ ...row, verdict: row.claim === 'L2' && row.task !== 'mnist' ? 'undecided' : row.verdict }));
  assert.equal(claimVerdicts(evidence.table(rows)).array('verdict')[1], 'supported on one of four, CIFAR-10 undecided, Digitclutter 3 undecided, one’s own undecided');
});

test('one verdict for each claim, with group norm as a second kind of network beside it', () => {
  const table = claimVerdicts(claims(runs.table(syntheticRuns([1, 2, 3, 4, 5]))));
  const rows = table.objects() as Record<string, string>[];
  assert.deepEqual(rows.map(({ claim }) => claim), ['L1', 'L2', 'L3', 'L4']);
  assert.deepEqual([rows[1]!.verdict, rows[1]!['with group norm'], rows[2]!['with group norm']], ['supported on synthetic', 'supported on synthetic', 'not tested']);
  const ordinaryOnly = claimVerdicts(claims(runs.table(syntheticRuns().slice(0, 2))));
  assert.deepEqual(ordinaryOnly.array('verdict'), Array(4).fill('not tested'));
  // One of two parts supports nothing.
  const half = claimVerdicts(claims(runs.table(withError((row) => 0.05 + 0.02 * row.coupling + 0.0001 * row.seed * (1 + row.coupling)).filter(({ lipschitz }) => lipschitz === null))));
  assert.equal(half.array('verdict')[3], 'undecided on synthetic');
});

test('for the eye: effect with its interval, in points where it is one of test error, and the normalization where it is not batch', () => {
  const table = readableClaims(claims(runs.table(syntheticRuns([1, 2, 3]))));
  const rows = table.objects() as Record<string, string | number>[];
  assert.deepEqual(Object.keys(rows[0]!), ['claim', 'comparison', 'n', 'effect', 'verdict']);
  assert.ok(rows.every(({ comparison, effect }) => !String(comparison).includes('lower the test error') || /^−?\d+\.\d\d \[−?\d+\.\d\d, −?\d+\.\d\d\] points$/.test(String(effect))));
  assert.ok(rows.some(({ comparison }) => String(comparison).endsWith('(group norm)')));
});
