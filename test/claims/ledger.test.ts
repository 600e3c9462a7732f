import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidence, type EvidenceRow } from '../../src/claims/evidence';
import { sensitivityTable, type SensitivityRow } from '../../src/claims/sensitivity';
import { claimVerdicts, ledger } from '../../src/ideas/claims';
import { claimStatements, JAB18_CLAIMS, LPK24_CLAIMS } from '../../src/ideas/statements';
import { readouts } from '../../src/tables/tables';
import { sensitivity, tablesOf } from '../../src/experiments/results';
import type { OldMeasurements } from '../../src/runs/old-measurements';
import type { StoredRun } from '../../src/runs/run-store';
import { publishedRow } from '../tables/published-row';
import { madeUpMeasurements, storedRun } from '../tables/stored-runs';

/** 0.95 quantile of Student's t with one degree of freedom: from the mean to the one-sided bound of two values that differ by 2. */
const T1 = Math.tan((Math.PI * 0.9) / 2);

const rowsOf = (runs: readonly StoredRun[]): EvidenceRow[] => evidence.rows(ledger(tablesOf(runs)));
const near = (actual: number | null, expected: number): void => assert.ok(actual !== null && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
function find(rows: readonly EvidenceRow[], claim: string, statement: RegExp): EvidenceRow {
  const found = rows.filter((row) => row.claim === claim && statement.test(row.statement) && !row.networks.includes('training'));
  assert.equal(found.length, 1, `${found.length} rows of ${claim} ${String(statement)}`);
  return found[0]!;
}

/** More than chance by far. */
const COMPETENT = { images: 40, loss: 0.3, accuracy: 0.9 };

const block = (block: number, cosineLoss: number, l2Ratio: number, accuracyWithout: number, taylorTerm = 1, taylorRemainder = 0.5) => ({
  stage: 1, block, cosineLoss, directed: 40, l2Ratio, accuracyWithout, taylorTerm, taylorRemainder,
});
const group = (of: 'borderline' | 'already correct' | 'all', blockNumber: number, images: number, accuracy: number, loss: number, entropy: number) => ({ block: blockNumber, group: of, images, accuracy, loss, entropy });

test('J1 to J6 of networks trained here are the means over seeds of what each network says', () => {
  const measured = (shift: number): Partial<OldMeasurements> => ({
    test: COMPETENT,
    blocks: [
      { set: 'test', images: 40, accuracy: 0.9, blocks: [block(1, -0.2 + shift, 0.8, 0.5, 4, 9), block(2, -0.3, 0.2, 0.85, 2, 1), block(3, -0.4, 0.1, 0.9, 1, 0.5 + shift)] },
      { set: 'training', images: 40, accuracy: 0.9, blocks: [block(1, 0.1, 0.8, 0.5), block(2, 0.2, 0.2, 0.85)] },
    ],
    images: {
      images: 40,
      blocks: [{ stage: 1, block: 1, toRight: 1, toWrong: 5 }],
      readouts: [
        group('borderline', 1, 4, 0.25, 1, 1), group('already correct', 1, 30, 1, 0.2, 0.6), group('all', 1, 40, 0.75, 0.6, 0.8),
        group('borderline', 2, 4, 0.5 + shift, 0.8, 0.9), group('already correct', 2, 30, 1, 0.1, 0.5), group('all', 2, 40, 0.8, 0.7, 0.7),
      ],
    },
  });
  const readout = (...accuracy: number[]) => ({ stage: 2, accuracy, loss: accuracy, entropy: accuracy });
  const record = (epoch: number, earlyReadout: ReturnType<typeof readout>) => ({ step: epoch, epoch, trainLoss: 1, trainAccuracy: 0.5, testLoss: 1, testAccuracy: 0.5, earlyReadout });
  const records = [record(1, readout(0.1, 0.1, 0.2)), record(2, readout(0.1, 0.5, 0.6))];
  const tables = tablesOf([0, 0.1].map((shift, s) => storedRun({ seed: s + 1, measured: measured(shift), records })));
  const groups = readouts.rows(tables.readouts);
  const atFirst = groups.filter((row) => row.group === 'borderline').map((row) => ({ ...row, group: 'borderline at first' as const, accuracy: row.accuracy + row.block / 4 }));
  const rows = evidence.rows(ledger({ ...tables, readouts: readouts.table([...groups, ...atFirst]) }));

  // The half of the blocks with the smallest ratios is the last two: (1 + 0.5) / 3 and (1 + 0.6) / 3.
  near(find(rows, 'J1', /first-order/).effect, 1.55 / 3);
  const cosine = find(rows, 'J2', /every block/);
  // The first block’s; the others’ cosines do not vary, so that nothing is known of every block.
  near(cosine.effect, -0.15);
  assert.deepEqual([cosine.n, cosine.over, cosine.lower, cosine.verdict, cosine.runs.split(' ').length], [2, 'seeds', null, 'undecided', 2]);
  // Slopes of −0.2, −0.3, −0.4 and −0.1, −0.3, −0.4 over 0, 1/2, 1: −0.2 and −0.3
  near(find(rows, 'J2', /higher blocks/).effect, -0.25);
  near(rows.find(({ networks, claim, statement }) => claim === 'J2' && networks === 'batch norm, training images' && statement.includes('every'))!.effect, 0.2);
  near(find(rows, 'J3', /flat/).effect, 0.8);
  // Without the first block (0.5 − 0.1) / (0.9 − 0.1)
  near(find(rows, 'J4', /drastic/).effect, 0.5);
  near(find(rows, 'J5', /every block/).effect, 0.1);
  // The flattest recorded point is the first: 0.1, 0.1, 0.2 over 0, 1/2, 1.
  near(find(rows, 'J5', /all through/).effect, 0.1);
  near(find(rows, 'J6', /^borderline examples/).effect, 0.3);
  near(find(rows, 'J6', /at first/).effect, 0.55);
  assert.ok(find(rows, 'J6', /at first/).primary && !find(rows, 'J6', /^borderline examples/).primary);
  near(find(rows, 'J5', /gradually/).effect, 0.5);
  near(find(rows, 'J6', /entropy/).effect, -0.1);
  near(find(rows, 'J6', /loss rises/).effect, 0.1);
  assert.equal(find(rows, 'J6', /loss rises/).lower, null, 'a spread of 0 estimates none');
});

test('J3 and J4 of networks of a single representation are about their first blocks', () => {
  const blocks = (shift: number): Partial<OldMeasurements> => ({
    test: COMPETENT,
    blocks: [{ set: 'test', images: 40, accuracy: 0.9, blocks: [block(1, 0, 1.8 + shift, 0.1), block(2, 0, 0.4, 0.85), block(3, 0, 0.5 + shift, 0.9)] }],
  });
  const rows = rowsOf(['single-representation', 'avg-pooling'].flatMap((variant) => [0, 0.02].map((shift, s) => storedRun({ experiment: 'sharing', variant, seed: s + 1, measured: blocks(shift) }))));
  const of = (variant: string): EvidenceRow[] => rows.filter(({ networks }) => networks === variant);
  for (const variant of ['single-representation', 'avg-pooling']) {
    assert.equal(of(variant).length, 3, 'nothing else is asked of them');
    const first = find(of(variant), 'J3', /first block/);
    near(first.effect, 1.81);
    near(first.atLeast, 1.81 - T1 * 0.01);
    assert.equal(first.verdict, 'decides nothing');
    // From 0.4 to 0.5 and from 0.4 to 0.52
    near(find(of(variant), 'J3', /falls/).effect, 0.11);
    near(find(of(variant), 'J4', /catastrophe/).effect, 0);
  }
  // Against ordinary networks of the same seed, whose first block’s ratio is the blocks’ median.
  const ordinary = (shift: number): Partial<OldMeasurements> => ({
    test: COMPETENT,
    blocks: [{ set: 'test', images: 40, accuracy: 0.9, blocks: [block(1, 0, 0.5, 0.5 + shift), block(2, 0, 0.4, 0.85), block(3, 0, 0.6, 0.9)] }],
  });
  const both = rowsOf([0, 0.02].flatMap((shift, s) => [
    storedRun({ experiment: 'sharing', variant: 'single-representation', seed: s + 1, measured: blocks(shift) }),
    storedRun({ experiment: 'sharing', variant: 'unshared', seed: s + 1, measured: ordinary(shift) }),
  ])).filter(({ networks, primary }) => primary && networks === 'single-representation against unshared');
  assert.deepEqual(both.map(({ claim, n }) => [claim, n]), [['J3', 2], ['J4', 2]]);
  near(both[0]!.effect, (Math.log(1.8 / 0.5) + Math.log(1.82 / 0.52)) / 2);
  near(both[1]!.effect, (0.4 + 0.42) / 2 / 0.8);
});

test('J8 and J9 compare networks of the same seed', () => {
  const norms = (growth: number, ratio: number) => [
    { stage: 1, block: 0, state: 1, activationNorm: 2, gradientNorm: ratio },
    { stage: 1, block: 1, state: 2, activationNorm: 3, gradientNorm: 1 },
    { stage: 2, block: 0, state: 3, activationNorm: 2 * 10 ** growth, gradientNorm: 0.1 },
  ];
  const network = (variant: string, seed: number, trainAccuracy: number, growth: number, ratio: number): StoredRun =>
    storedRun({
      experiment: 'sharing',
      task: 'cifar-10',
      variant,
      seed,
      measured: { test: COMPETENT, train: { images: 40, loss: 1, accuracy: trainAccuracy }, normsAtInitialization: norms(growth, ratio) },
      records: [1, 2].map((step) => ({ step, epoch: step, trainLoss: 1, trainAccuracy: 0.5, testLoss: 1, testAccuracy: 0.5, gradientRatio: ratio * 10 ** step })),
    });
  const rows = rowsOf([
    ...[1, 2].map((seed) => network('unshared', seed, 0.9, 1, 10)),
    ...[1, 2].map((seed) => network('naive sharing', seed, 0.9 - 0.01 * (2 * seed - 1), 2 + seed, 1000 * 10 ** seed)),
    network('unshared batch norm', 1, 0.95, 0, 1),
    network('own γ', 3, 0.5, 0, 1),
    network('3 blocks', 1, 0.5, 0, 1),
  ]);
  const underfits = find(rows, 'J8', /underfits/);
  // 1 and 3 percentage points
  near(underfits.effect, 2);
  near(underfits.atLeast, 2 - T1);
  near(find(rows, 'J8', /grow more/).effect, 2.5);
  const explode = find(rows, 'J8', /activations explode/);
  assert.equal(explode.primary, true);
  near(explode.effect, 2.5); // the middle state does not tilt the line
  // log₁₀ of 10⁴ and 10⁵ against that of 10
  near(find(rows, 'J8', /gradients explode/).effect, 3.5);
  near(find(rows, 'J8', /during training/).effect, 3.5);
  assert.equal(find(rows, 'J8', /as many parameters/).n, 1);
  const alleviated = find(rows, 'J9', /growth of activations/);
  assert.deepEqual([alleviated.effect, alleviated.n, alleviated.lower, alleviated.verdict], [-3, 1, null, 'decides nothing']);
  assert.ok(!rows.some(({ statement }) => statement.includes('statistics matters')), 'of seeds that have only one of two networks nothing is said');
  assert.ok(!rows.some(({ claim }) => claim.startsWith('L')), 'sharing couples and constrains nothing');
});

test('networks before their first step count among those that J8 compares there, and nowhere else', () => {
  const norms = (growth: number) => [1, growth].map((norm, s) => ({ stage: s + 1, block: 0, state: s + 1, activationNorm: norm, gradientNorm: 1 }));
  const network = (variant: string, seed: number, epochs: number, growth: number): StoredRun =>
    storedRun({ experiment: 'sharing', task: 'cifar-10', variant, seed, epochs, measured: { test: COMPETENT, normsAtInitialization: norms(growth) }, ...(epochs === 0 && { records: [] }) });
  const both = (seed: number, epochs: number): StoredRun[] => [network('unshared', seed, epochs, 10), network('naive sharing', seed, epochs, 100 * 10 ** seed)];
  const rows = rowsOf([...both(1, 2), ...both(2, 0), ...both(3, 0)]);
  const explode = find(rows, 'J8', /activations explode/);
  assert.deepEqual([explode.n, explode.effect, find(rows, 'J8', /underfits/).n], [3, 3, 1]);
  const alone = rowsOf([...both(2, 0), ...both(3, 0)]);
  assert.deepEqual([find(alone, 'J8', /activations explode/).n, alone.some(({ statement }) => statement.includes('underfits'))], [2, false]);
  assert.equal(tablesOf(both(2, 0)).runs.numRows(), 0);
});

test('an explosion out of float32’s range is undefined and decides nothing', () => {
  const norms = [Number.POSITIVE_INFINITY, 1].map((norm, s) => ({ stage: s + 1, block: 0, state: s + 1, activationNorm: norm, gradientNorm: norm }));
  const network = (variant: string) => storedRun({ experiment: 'sharing', variant, measured: { normsAtInitialization: norms } });
  const row = find(rowsOf([network('unshared'), network('naive sharing')]), 'J8', /activations/);
  assert.deepEqual([row.effect, row.verdict], [NaN, 'undecided']);
});

test('published networks stand in the same ledger and decide nothing, and every claim has a statement and a verdict', () => {
  const table = ledger(tablesOf([]), { preset: 'smoke', evidence: evidence.table([publishedRow]) });
  const [row] = evidence.rows(table);
  assert.deepEqual([row!.claim, row!.networks, row!.over, row!.n, row!.verdict, row!.runs], ['J2', 'ResNet-56, training images', 'images', 400, 'decides nothing', 'ResNet-56']);
  const claims = [...LPK24_CLAIMS, ...JAB18_CLAIMS];
  const verdicts = claimVerdicts(table, claims).objects() as Record<string, unknown>[];
  assert.deepEqual(verdicts.map(({ claim, verdict }) => [claim, verdict]), claims.map((claim) => [claim, 'not tested']));
  assert.deepEqual(verdicts.map(({ statement }) => statement), claims.map((claim) => claimStatements[claim]));
});

test('sensitivity: each choice changes one thing, and what was not measured has no row', () => {
  const indices = (recurrence: number): OldMeasurements['indices'] => ({ ...madeUpMeasurements().indices!, convergenceIndex: 0.5, recurrenceIndex: recurrence, divergenceIndex: 0.2 });
  const other = (recurrence: number, reestimated: number | null): OldMeasurements['sensitivity'] => ({
    images: 40,
    randomBlocks: { draws: 5, convergenceIndex: 0.5, recurrenceIndex: recurrence },
    reestimated: reestimated === null ? null : { trainingImages: 40, convergenceIndex: 0.5, recurrenceIndex: reestimated, divergenceIndex: 0.2 },
  });
  const networks = [1, 2].flatMap((seed) => [
    storedRun({ seed, measured: { test: COMPETENT, indices: indices(0.6), sensitivity: other(0.7, 0.8) } }),
    storedRun({ seed, coupling: 1, measured: { test: COMPETENT, indices: indices(0.8 + 0.01 * seed), sensitivity: other(0.9, 1) } }),
    storedRun({ seed, coupling: 1, variant: 'coupling by sum', measured: { test: COMPETENT, indices: indices(0.65) } }),
    storedRun({ seed, normalization: 'group', measured: { test: COMPETENT, indices: indices(0.5), sensitivity: other(0.5, null) } }),
    storedRun({ seed, normalization: 'group', coupling: 1, measured: { test: COMPETENT, indices: indices(1), sensitivity: other(1, null) } }),
  ]);
  const rows = sensitivityTable.rows(sensitivity(networks));
  const effects = (claim: string, statement: RegExp) =>
    Object.fromEntries(rows.filter((row) => row.claim === claim && statement.test(row.statement)).map(({ choice, effect }: SensitivityRow) => [choice, Math.round(1e6 * effect) / 1e6]));
  // Of old runs the indices under stored statistics are ours too, and the end points of their curves are not looked at.
  assert.deepEqual(effects('L2', /more recurrent$/), { ours: 0.215, 'group norm': 0.5, 'random blocks': 0.2, 'stored statistics': 0.215, 'coupling by sum': 0.05 });
  assert.deepEqual(effects('L1', /less recurrent/), { ours: -0.215, 'group norm': -0.5, 'random blocks': -0.2, 'stored statistics': -0.215, 'coupling by sum': -0.05 });
  assert.deepEqual(Object.keys(effects('L4', /λ = 1 does not improve/)), ['ours', 'group norm', 'coupling by sum'], 'definitions of indices do not bear on test errors');
  assert.deepEqual(effects('L2', /exactly/)['group norm'], 0);
  // Measured on fewer images than ours a choice has no row.
  const fewer = networks.map((run) => ({ ...run, measurements: run.measurements!.map((entry) => (entry.measure === 'indices by random blocks' ? { ...entry, n: 20 } : entry)) }));
  const left = new Set(sensitivityTable.rows(sensitivity(fewer)).map(({ choice }) => choice));
  assert.ok(left.has('stored statistics') && !left.has('random blocks'));
});

test('sensitivity: of several kinds of network that answer the same, that which decides is shown', () => {
  const measured = (cosine: number): Partial<OldMeasurements> => ({ test: COMPETENT, blocks: [{ set: 'test', images: 40, accuracy: 0.9, blocks: [block(1, cosine, 0.5, 0.8), block(2, cosine, 0.5, 0.8)] }] });
  const networks = [1, 2, 3].flatMap((seed) => (['batch', 'group'] as const).flatMap((normalization) => [
    storedRun({ seed, normalization, measured: measured(-0.1) }),
    storedRun({ seed, normalization, variant: 'conventional', measured: measured(0.3 + 0.01 * (seed - 2)) }),
  ]));
  for (const order of [networks, [...networks].reverse()]) {
    const rows = sensitivityTable.rows(sensitivity(order)).filter(({ statement }) => statement.includes('every block'));
    assert.deepEqual(rows.map(({ choice, effect, primary, verdict }) => [choice, Number(effect.toFixed(9)), primary, verdict]), [['ours', 0.3, true, 'contradicted'], ['group norm', 0.3, true, 'contradicted']]);
  }
});

test('J2 over depth: networks of fewer blocks against the usual ones, and ResNet-20 against ResNet-32, within seeds', () => {
  const measured = (...cosines: number[]): Partial<OldMeasurements> => ({ test: COMPETENT, blocks: [{ set: 'test', images: 40, accuracy: 0.9, blocks: cosines.map((cosine, i) => block(i + 1, cosine, 0.5, 0.8)) }] });
  const networks = [1, 2, 3].flatMap((seed) => [
    storedRun({ seed, variant: '2 blocks', measured: measured(-0.1, -0.1 - 0.01 * seed) }),
    storedRun({ seed, measured: measured(-0.2, -0.3, -0.4) }),
    storedRun({ seed, experiment: 'sharing', variant: 'resnet-20', measured: measured(-0.1, -0.1 - 0.01 * seed) }),
    storedRun({ seed, experiment: 'sharing', variant: 'resnet-32', measured: measured(-0.2, -0.3, -0.4) }),
  ]);
  const depth = rowsOf(networks).filter(({ statement }) => statement.includes('deeper networks'));
  assert.deepEqual(depth.map(({ networks, n, primary }) => [networks, n, primary]), [['batch norm against 2 blocks', 3, false], ['resnet-32 against resnet-20', 3, false]]);
  for (const row of depth) near(row.effect, -0.3 + 0.11);
});

test('one kind of network decides a finding on a task: ResNet-32 here, and the others stand beside', () => {
  const measured = (cosine: number): Partial<OldMeasurements> => ({ test: COMPETENT, blocks: [{ set: 'test', images: 40, accuracy: 0.9, blocks: [block(1, cosine, 0.5, 0.8), block(2, 2 * cosine, 0.5, 0.8)] }] });
  const of = (variant: string, experiment: string, seeds: readonly number[] = [1, 2, 3]): StoredRun[] =>
    seeds.map((seed) => storedRun({ seed, experiment, variant, measured: measured(-0.1 - 0.001 * seed) }));
  const verdicts = (...networks: StoredRun[][]): Record<string, string> =>
    Object.fromEntries(
      rowsOf(networks.flat())
        .filter(({ statement, networks: kind }) => statement.includes('every block') && !kind.includes('training'))
        .map(({ networks: kind, verdict }) => [kind, verdict]),
    );
  const others = [of('standard', 'mnist'), of('conventional', 'mnist'), of('resnet-20', 'sharing')];
  assert.deepEqual(verdicts(...others, of('resnet-32', 'sharing')), {
    'batch norm': 'decides nothing', conventional: 'decides nothing', 'resnet-20': 'decides nothing', 'resnet-32': 'supported',
  });
  // Two seeds of a kind that is still being trained take no verdict away.
  assert.deepEqual(verdicts(...others, of('resnet-32', 'sharing', [1, 2])), {
    'batch norm': 'decides nothing', conventional: 'decides nothing', 'resnet-20': 'supported', 'resnet-32': 'decides nothing',
  });
  assert.deepEqual(verdicts(of('conventional', 'mnist', [1]), of('resnet-32', 'sharing', [1])), { conventional: 'decides nothing', 'resnet-32': 'undecided' });
});

test('naive sharing stands beside the network that is nearest to it in parameters, whatever the number of its blocks', () => {
  const network = (variant: string, parameters: number): StoredRun => storedRun({ experiment: 'sharing', variant, measured: { test: COMPETENT, parameters } });
  const statistic = (...others: StoredRun[]): string => find(rowsOf([network('naive sharing', 10_000), ...others]), 'J8', /as many parameters/).statistic;
  assert.equal(statistic(network('3 blocks', 7_500), network('4 blocks', 9_990)), 'test error: naive sharing minus 4 blocks');
  assert.equal(statistic(network('3 blocks', 9_990), network('4 blocks', 13_000)), 'test error: naive sharing minus 3 blocks');
  assert.ok(!rowsOf([network('naive sharing', 10_000), network('resnet-20', 15_100)]).some(({ statement }) => statement.includes('as many parameters')), 'half as many again are not about as many');
});
