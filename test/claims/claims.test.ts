import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alea } from 'seedrandom';
import { claims, claimVerdicts, readableClaims } from '../../src/claims/claims';
import { aboveZero, belowZero, decide } from '../../src/claims/decide';
import { evidence, type EvidenceRow } from '../../src/claims/evidence';
import { runs, type RunRow } from '../../src/tables/tables';
import { syntheticRuns } from '../tables/synthetic';

const evidenceOf = (rows: readonly RunRow[]): EvidenceRow[] => evidence.rows(claims(runs.table(rows)));
const find = (rows: readonly EvidenceRow[], claim: string, text: RegExp, normalization = 'batch'): EvidenceRow => {
  const row = rows.find(
    (row) => row.claim === claim && row.networks === `${normalization} norm` && (text.test(row.statistic) || text.test(row.statement)),
  );
  assert.ok(row, `no evidence for ${claim} ${String(text)}`);
  return row;
};
const withError = (error: (row: RunRow) => number): RunRow[] =>
  syntheticRuns([1, 2, 3, 4]).map((row) => {
    const testError = error(row);
    return { ...row, testAccuracy: 1 - testError, testError };
  });

test('intervals decide by a rule fixed beforehand', () => {
  assert.equal(decide({ lower: 0.1, upper: 0.3 }, aboveZero), 'reproduced');
  assert.equal(decide({ lower: -0.3, upper: -0.1 }, aboveZero), 'not reproduced');
  assert.equal(decide({ lower: -0.1, upper: 0.3 }, aboveZero), 'not decided at this scale');
  assert.equal(decide({ lower: 0, upper: 0.3 }, aboveZero), 'not decided at this scale');
  assert.equal(decide({ lower: -0.3, upper: -0.1 }, belowZero), 'reproduced');
  assert.equal(decide({ lower: null, upper: null }, belowZero), 'not decided at this scale');
});

test('L2: the slope of the Recurrence Index on λ is the least-squares slope of the settings without constraint', () => {
  const rows = syntheticRuns([1, 2, 3]).map((row) => ({ ...row, recurrenceIndex: 0.5 + (0.2 + 0.001 * row.seed) * row.coupling + 0.01 * row.seed }));
  const slope = find(evidenceOf(rows), 'L2', /slope/);
  assert.ok(Math.abs(slope.effect - 0.202) < 1e-12);
  assert.equal(slope.n, 3);
  assert.equal(slope.verdict, 'reproduced');
  const reversed = rows.map((row) => ({ ...row, recurrenceIndex: 1 - row.recurrenceIndex }));
  assert.equal(find(evidenceOf(reversed), 'L2', /slope/).verdict, 'not reproduced');
});

test('L2: exactly recurrent means exactly, for every network, and only where no block has statistics of its own', () => {
  const rows = syntheticRuns([1, 2]);
  const exact = find(evidenceOf(rows), 'L2', /exactly/, 'group');
  assert.deepEqual([exact.effect, exact.lower, exact.upper, exact.n, exact.verdict], [0, null, null, 2, 'reproduced']);
  assert.ok(!evidenceOf(rows).some((row) => row.networks === 'batch norm' && row.statement.includes('exactly')));
  const almost = rows.map((row) => (row.run === 'group-1-none-2' ? { ...row, recurrenceIndex: 0.999 } : row));
  assert.equal(find(evidenceOf(almost), 'L2', /exactly/, 'group').verdict, 'not reproduced');
});

test('L1: the ordinary network against the fully coupled and the most tightly constrained', () => {
  const rows = syntheticRuns([1, 2, 3]);
  const found = evidenceOf(rows);
  const difference = (column: 'recurrenceIndex' | 'divergenceIndex', name: string): number => {
    const mean = (run: string): number =>
      rows.filter((row) => row.run.startsWith(run)).reduce((sum, row) => sum + row[column]! / 3, 0);
    return mean('batch-0-none') - mean(name);
  };
  const recurrence = find(found, 'L1', /Recurrence Index/);
  assert.ok(Math.abs(recurrence.effect - difference('recurrenceIndex', 'batch-1-none')) < 1e-12);
  assert.equal(recurrence.verdict, 'reproduced');
  const divergence = find(found, 'L1', /Divergence Index .* c = 0\.5/);
  assert.ok(Math.abs(divergence.effect - difference('divergenceIndex', 'batch-0-0.5')) < 1e-12);
  assert.equal(divergence.verdict, 'reproduced');
});

test('L1: a recurrent network that classifies much worse speaks against "can express"', () => {
  const jitter = (row: RunRow): number => 0.001 * Math.sin(7 * row.seed + 3 * row.coupling);
  const close = withError((row) => 0.02 + 0.01 * row.coupling + jitter(row));
  const far = withError((row) => 0.02 + 0.3 * row.coupling + jitter(row));
  assert.equal(find(evidenceOf(close), 'L1', /can express/).verdict, 'reproduced');
  assert.equal(find(evidenceOf(far), 'L1', /can express/).verdict, 'not reproduced');
});

test('L3: constrained networks against the same networks, at each λ, averaged over c', () => {
  const rows = syntheticRuns([1, 2, 3]);
  const row = find(evidenceOf(rows), 'L3', /^Convergence Index, mean over c = 1, 0\.5 minus/);
  const mean = (run: string): number =>
    rows.filter((row) => row.run.startsWith(run)).reduce((sum, row) => sum + row.convergenceIndex! / 3, 0);
  assert.ok(Math.abs(row.effect - ((mean('batch-0-1') + mean('batch-0-0.5')) / 2 - mean('batch-0-none'))) < 1e-12);
  assert.equal(row.verdict, 'reproduced');
  assert.ok(find(evidenceOf(rows), 'L3', /at λ = 1 too/));
});

test('L4: worse is reproduced, better is not, and too wide an interval decides nothing', () => {
  const narrow = (row: RunRow): number => 0.0005 * Math.sin(13 * row.seed + 5 * row.coupling + 3 * (row.lipschitz ?? 0));
  const verdicts = (rows: RunRow[]): Set<string> =>
    new Set(
      evidenceOf(rows)
        .filter((row) => row.claim === 'L4')
        .map((row) => row.verdict),
    );
  const regularised = (row: RunRow): number => Number(row.coupling > 0 || row.lipschitz !== null);
  assert.deepEqual(verdicts(withError((row) => 0.02 + 0.01 * regularised(row) + narrow(row))), new Set(['reproduced']));
  assert.deepEqual(verdicts(withError((row) => 0.05 - 0.02 * regularised(row) + narrow(row))), new Set(['not reproduced']));
  const random = alea('noise alone');
  assert.deepEqual(verdicts(withError(() => 0.3 + 0.3 * random())), new Set(['not decided at this scale']));
});

test('L4: the intervals of a group are simultaneous', () => {
  const rows = evidenceOf(syntheticRuns([1, 2])).filter((row) => row.claim === 'L4');
  assert.deepEqual(
    rows.filter((row) => row.networks === 'batch norm').map((row) => row.level),
    Array(6).fill(1 - 0.05 / 6),
  );
  assert.deepEqual(
    rows.filter((row) => row.networks === 'group norm').map((row) => row.level),
    [0.95],
  );
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
  // tan(π · 0.975 / 2) = 25.452 standard errors of 0.1: t of one degree of freedom, simultaneous for two settings
  assert.ok(Math.abs(row!.lower! + 1.2452) < 1e-3 && Math.abs(row!.upper! - 3.8452) < 1e-3, `${row!.lower} ${row!.upper}`);
  assert.equal(row!.runs.split(' ').filter((name) => name.includes('block')).length, 2 * 2);
  // Seeds that agree to the last digit estimate no spread.
  const agreeing = evidenceOf(networks.map((one) => (one.coupling === 0.9 ? network({ ...one, testError: 0.05 + 0.01 * one.seed }) : one)));
  const same = agreeing.find(({ statement }) => statement.includes('matched'))!;
  assert.ok(Math.abs(same.effect + 1) < 1e-9);
  assert.deepEqual([same.lower, same.upper, same.verdict], [null, null, 'not decided at this scale']);
  // Nor do networks of other variants count where the usual ones are compared.
  assert.equal(evidenceOf(networks.filter(({ coupling }) => coupling === 0)).length, 0);
});

test('one seed shows effects and decides nothing but the exact property', () => {
  const rows = evidenceOf(syntheticRuns([1]));
  const decided = rows.filter((row) => row.verdict !== 'not decided at this scale');
  assert.deepEqual(
    decided.map((row) => row.statement),
    ['full coupling makes networks exactly recurrent'],
  );
  assert.ok(rows.every((row) => row.lower === null && Number.isFinite(row.effect)));
});

test('an undefined index decides nothing', () => {
  const rows = syntheticRuns([1, 2]).map((row) => ({ ...row, recurrenceIndex: row.seed === 1 ? NaN : row.recurrenceIndex }));
  assert.equal(find(evidenceOf(rows), 'L2', /slope/).verdict, 'not decided at this scale');
});

test('one verdict for each claim, with the counts behind it', () => {
  const table = claimVerdicts(claims(runs.table(syntheticRuns([1, 2, 3, 4, 5]))));
  assert.deepEqual(table.array('claim'), ['L1', 'L2', 'L3', 'L4']);
  const ordinaryOnly = claimVerdicts(claims(runs.table(syntheticRuns().slice(0, 2))));
  assert.deepEqual(ordinaryOnly.array('verdict'), Array(4).fill('not tested'));
  const L2 = table.objects()[1] as Record<string, unknown>;
  assert.deepEqual([L2.reproduced, L2['not reproduced'], L2.verdict], [3, 0, 'reproduced']);
});

test('for the eye: effect with its interval, in points where it is one of test error, and the normalization where it is not batch', () => {
  const table = readableClaims(claims(runs.table(syntheticRuns([1, 2, 3]))));
  const rows = table.objects() as Record<string, string | number>[];
  assert.deepEqual(Object.keys(rows[0]!), ['claim', 'comparison', 'n', 'effect', 'verdict']);
  assert.ok(rows.every(({ claim, effect }) => claim !== 'L4' || /^−?\d+\.\d\d \[−?\d+\.\d\d, −?\d+\.\d\d\] points$/.test(String(effect))));
  assert.ok(rows.some(({ comparison }) => String(comparison).endsWith('(group norm)')));
});
