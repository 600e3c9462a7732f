import assert from 'node:assert/strict';
import { test } from 'node:test';
import { from } from 'arquero';
import type { PlotData } from 'plotly.js';
import { againstBlock } from '../../src/figures/against-block';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { runKey } from '../../src/tables/run-key';
import { storedRun } from '../tables/stored-runs';
import { assertSnapshot } from './snapshot';

/** Made-up steps of two stages: shorter each time where blocks are coupled, and by seed. */
const rows = [0, 1].flatMap((coupling) =>
  [1, 2].flatMap((seed) =>
    [1, 2].flatMap((stage) => [1, 2, 3, 4].map((step) => ({ ...runKey(storedRun({ coupling, seed })), stage, step, images: 40, moves: (0.6 - 0.05 * stage + 0.02 * seed) * (coupling === 1 ? 0.6 ** step : 1) }))),
  ),
);
const figure = () => againstBlock(from(rows), { y: 'moves', x: 'step', title: 'How far does the state still move?', vertical: '‖h<sub>t+1</sub> − h<sub>t</sub>‖', reading: '0: it rests' });

test('a measure of runs against a key of its own', () => assertSnapshot(figure()));

test('has a line for each setting and stage, and says over how many seeds its bands are', () => {
  const { data, layout } = figure();
  const lines = data.filter((trace) => (trace as PlotData).mode === 'lines' && (trace as PlotData).showlegend).map((trace) => trace.name);
  assert.deepEqual(lines, ['ordinary, stage 1', 'ordinary, stage 2', 'λ = 1, stage 1', 'λ = 1, stage 2']);
  assert.match(JSON.stringify(layout.title), /0: it rests; lines: means; bands: from the lowest to the highest seed; mnist, n = 2 seeds/);
});

test('plotly knows its attributes', () => {
  const { plotly } = browserlessPlotly();
  const { data, layout } = JSON.parse(JSON.stringify(figure())) as ReturnType<typeof figure>;
  delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
  assert.deepEqual([...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg), []);
});

test('a table of several tasks, or without the column, is refused', () => {
  assert.throws(() => againstBlock(from([...rows, { ...rows[0]!, task: 'cifar-10' }]), { y: 'moves', x: 'step' }), /filter it by task first/);
  assert.throws(() => againstBlock(from(rows), { y: 'rests', x: 'step' }), /^Error: The measure of runs table lacks the columns "rests"; it has run, experiment, .*moves/);
});
