import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import type { Figure } from '../../src/figures/figure';
import { indicesAcrossTasks } from '../../src/ideas/indices/across-tasks';
import { runs } from '../../src/tables/tables';
import { syntheticRuns } from '../tables/synthetic';
import { assertSnapshot } from './snapshot';

const tasks = ['mnist', 'cifar-10', 'cifar-100', 'digitclutter-3'];
const rows = tasks.flatMap((task) => syntheticRuns([1, 2, 3, 4, 5]).map((row) => ({ ...row, task, experiment: task })));
const captionOf = ({ layout }: Figure): string => (layout.title as { readonly subtitle: { readonly text: string } }).subtitle.text;
const figure = indicesAcrossTasks(runs.table(rows));

test('indices of all tasks against λ and c', () => assertSnapshot(figure));

test('a panel has the networks of its task that differ in its constraint alone, conventional ones and group norm left out', () => {
  const data = figure.data as Partial<PlotData>[];
  const line = data.find(({ name, mode, xaxis }) => name === 'Recurrence Index' && mode === 'lines+markers' && xaxis === 'x2')!;
  const own = rows.filter((row) => row.task === 'cifar-10' && row.normalization === 'batch' && row.variant === 'standard' && row.lipschitz === null);
  const means = [...new Set(own.map(({ coupling }) => coupling))].sort().map((coupling) => {
    const values = own.flatMap((row) => (row.coupling === coupling ? (row.recurrenceIndex ?? []) : []));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  assert.equal(means.length, line.y!.length);
  (line.y as number[]).forEach((y, i) => assert.ok(Math.abs(y - means[i]!) < 1e-12));
  const others = rows.map((row) => ({ ...row, variant: 'conventional' }));
  assert.deepEqual(indicesAcrossTasks(runs.table([...rows, ...others])).data, figure.data);
  assert.match(captionOf(figure), /n = 5 seeds/);
  assert.match(captionOf(indicesAcrossTasks(runs.table([]))), /no networks/);
});
