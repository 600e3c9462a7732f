import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { sensitivityMatrix } from '../../src/figures/sensitivity-matrix';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import type { Verdict } from '../../src/results/claims/decide';
import { CHOICES, sensitivityTable, type SensitivityRow } from '../../src/results/claims/sensitivity';
import { assertSnapshot } from './snapshot';

/** Made up: no network was trained. */
const row = (task: string, claim: SensitivityRow['claim'], statement: string, choice: SensitivityRow['choice'], effect: number, verdict: Verdict, unit: SensitivityRow['unit'] = ''): SensitivityRow => ({
  experiment: task, preset: 'test', task, claim, statement, choice, unit, n: 5, effect, lower: effect - 0.1, upper: effect + 0.1, verdict,
});
const rows = ['mnist', 'cifar-10'].flatMap((task) => [
  ...CHOICES.map((choice, i) => row(task, 'L2', 'coupling makes networks more recurrent', choice, 0.3 - 0.09 * i, i < 3 ? 'reproduced' : i < 5 ? 'not decided at this scale' : 'not reproduced')),
  row(task, 'L2', 'full coupling makes networks exactly recurrent', 'group norm', 0, 'reproduced'),
  row(task, 'L4', 'λ = 0.5 does not improve generalization at matched effective parameters', 'ours', -0.4, 'not decided at this scale', 'percentage points'),
  row(task, 'J6', 'borderline examples get corrected', 'ours', NaN, 'not decided at this scale'),
]);

test('the matrix of claims and choices', () => assertSnapshot(sensitivityMatrix(sensitivityTable.table(rows))));

test('every row is a cell, all else is a dash; nothing gives an empty figure', () => {
  const [matrix] = sensitivityMatrix(sensitivityTable.table(rows)).data as Partial<PlotData>[];
  const text = (matrix!.text as unknown as string[][]).flat();
  assert.equal(text.filter((cell) => cell !== '–').length, rows.length);
  assert.deepEqual(text.slice(0, 3), ['● 0.300', '● 0.210', '● 0.120']);
  assert.ok(text.includes('○ −0.40 pp') && text.includes('○ undefined') && text.includes('× −0.150'));
  assert.deepEqual(sensitivityMatrix(sensitivityTable.table([])).data, []);
});

test('plotly knows every attribute of it', () => {
  const { plotly } = browserlessPlotly();
  const { data, layout } = JSON.parse(JSON.stringify(sensitivityMatrix(sensitivityTable.table(rows)))) as ReturnType<typeof sensitivityMatrix>;
  delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
  assert.deepEqual([...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg), []);
});
