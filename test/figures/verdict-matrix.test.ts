import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { claimLedger } from '../../src/figures/claims/claim-ledger';
import { sensitivityMatrix } from '../../src/figures/claims/sensitivity-matrix';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { verdicts, type Verdict } from '../../src/claims/decide';
import { evidence, type EvidenceRow } from '../../src/claims/evidence';
import { CHOICES, sensitivityTable, type SensitivityRow } from '../../src/claims/sensitivity';
import { assertSnapshot } from './snapshot';

/** Made up: no network was trained. */
const row = (task: string, claim: SensitivityRow['claim'], statement: string, choice: SensitivityRow['choice'], effect: number, verdict: Verdict, unit: SensitivityRow['unit'] = ''): SensitivityRow => ({
  primary: verdict !== 'decides nothing', experiment: task, preset: 'test', task, claim, statement, choice, unit, n: 5, effect, lower: effect - 0.1, upper: effect + 0.1, verdict,
});
const rows = ['mnist', 'cifar-10'].flatMap((task) => [
  ...CHOICES.map((choice, i) => row(task, 'L2', 'coupling makes networks more recurrent', choice, 0.3 - 0.09 * i, i < 3 ? 'supported' : i < 5 ? 'undecided' : 'contradicted')),
  row(task, 'L2', 'full coupling makes networks exactly recurrent', 'group norm', 0, 'decides nothing'),
  row(task, 'L4', 'λ = 0.5 does not improve generalization at matched effective parameters', 'ours', -0.4, 'decides nothing', 'percentage points'),
  row(task, 'L4', 'λ = 0.5 does not improve generalization at matched effective parameters', 'group norm', 1.2, 'decides nothing', 'percentage points'),
  row(task, 'J6', 'borderline examples get corrected', 'ours', NaN, 'undecided'),
  row(task, 'J6', 'borderline examples get corrected', 'no norm', NaN, 'not competent'),
]);

test('the matrix of claims and choices', () => assertSnapshot(sensitivityMatrix(sensitivityTable.table(rows))));

test('every row is a cell, all else is a dash; what only one choice applies to is left out; nothing gives an empty figure', () => {
  const [matrix] = sensitivityMatrix(sensitivityTable.table(rows)).data as Partial<PlotData>[];
  const text = (matrix!.text as unknown as string[][]).flat();
  assert.equal(text.filter((cell) => cell !== '–').length, rows.length - 2);
  assert.ok(!(matrix!.y as string[]).some((label) => label.includes('exactly')));
  assert.deepEqual(text.slice(0, 3), ['● 0.300', '● 0.210', '● 0.120']);
  assert.ok(text.includes('−0.40 pp') && text.includes('○ no value') && text.includes('not competent') && text.includes('× −0.150'));
  assert.deepEqual(sensitivityMatrix(sensitivityTable.table([])).data, []);
});

const found = (claim: EvidenceRow['claim'], task: string, networks: string, over: EvidenceRow['over'], effect: number, verdict: Verdict): EvidenceRow => ({
  claim, experiment: task, preset: 'test', task, networks, statement: 'the cosine loss is negative for every block', statistic: 'largest mean', unit: '', over, n: 5, leftOut: 0, effect, bySeed: '', primary: verdict !== 'decides nothing',
  lower: effect - 0.1, upper: effect + 0.1, atLeast: effect - 0.09, atMost: effect + 0.09, pAgainst: 0.5, seedsToDecide: null, idle: networks === 'group norm', rule: 'below 0', verdict, runs: 'a b',
});
const ledger = evidence.table([
  found('J2', 'mnist', 'batch norm', 'seeds', -0.2, 'supported'),
  found('J2', 'mnist', 'group norm', 'seeds', 0.05, 'undecided'),
  found('J2', 'cifar10', 'ResNet-56, training images', 'images', 0.2, 'decides nothing'),
  found('J2', 'cifar10', 'ResNet-56 against ResNet-20', 'images', -0.1, 'decides nothing'),
  found('L1', 'mnist', 'batch norm', 'seeds', 1, 'supported'),
]);

test('the claim ledger: tasks and published networks in columns', async () => {
  const figure = claimLedger(ledger, ['J1', 'J2']);
  await assertSnapshot(figure);
  const [matrix] = figure.data as Partial<PlotData>[];
  assert.deepEqual(matrix!.x, ['<b>mnist</b>', '<b>ResNet-56</b>']);
  assert.deepEqual(matrix!.text, [['● −0.200', '−0.100'], ['○ 0.050, idle', '–'], ['–', '0.200']]);
  const told = (matrix!.hovertext as unknown as string[][])[0]![0]!;
  assert.match(told, /2 runs:<br>a b/, 'a cell tells its runs');
});

test('no cell and no note of the ledger says undefined, null or NaN, whatever is missing', () => {
  const rows = verdicts.flatMap((verdict) =>
    [0.1, NaN].flatMap((effect) =>
      [0.1, null].map((bound, i): EvidenceRow => ({ ...found('J2', `${verdict} ${effect} ${i}`, 'batch norm', 'seeds', effect, verdict), lower: bound, upper: bound, atLeast: bound, atMost: bound, pAgainst: null, n: 0, unit: i === 0 ? '' : 'percentage points' })),
    ),
  );
  const [matrix] = claimLedger(evidence.table(rows), ['J2']).data as Partial<PlotData>[];
  const texts = [matrix!.text, matrix!.hovertext].map((cells) => (cells as unknown as string[][]).flat());
  assert.ok(texts[0]!.length >= rows.length && texts[0]!.includes('○ no value'));
  for (const text of texts.flat()) assert.doesNotMatch(text, /undefined|null|NaN/);
});

test('plotly knows every attribute of them', () => {
  const { plotly } = browserlessPlotly();
  for (const figure of [sensitivityMatrix(sensitivityTable.table(rows)), claimLedger(ledger, ['J2'])]) {
    const { data, layout } = JSON.parse(JSON.stringify(figure)) as ReturnType<typeof sensitivityMatrix>;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    assert.deepEqual([...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg), []);
  }
});
