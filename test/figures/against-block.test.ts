import assert from 'node:assert/strict';
import { test } from 'node:test';
import { from } from 'arquero';
import type { PlotData } from 'plotly.js';
import { againstBlock } from '../../src/figures/against-block';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { runKey } from '../../src/tables/run-key';
import { storedRun } from '../tables/stored-runs';
import { assertNumbersHold } from './shared-ranges';
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

/** Made-up steps of twelve settings: λ, c, both, and group norm. */
const twelve = [
  ...[0, 0.25, 0.5, 0.75, 1].map((coupling) => ({ coupling })),
  ...[0.5, 1, 2].map((lipschitz) => ({ lipschitz })),
  ...[0.5, 1].map((lipschitz) => ({ coupling: 1, lipschitz })),
  ...[0, 1].map((coupling) => ({ coupling, normalization: 'group' as const })),
].flatMap((setting, i) =>
  [1, 2].flatMap((seed) =>
    [1, 2].flatMap((stage) =>
      [1, 2, 3, 4].map((step) => ({ ...runKey(storedRun({ ...setting, seed })), stage, step, depth: 4 * (stage - 1) + step, images: 40, moves: (0.7 - 0.05 * stage + 0.02 * seed - 0.03 * i) * ('coupling' in setting && setting.coupling > 0 ? (1 - 0.4 * setting.coupling) ** step : 1) })),
    ),
  ),
);
const many = (x: string) => againstBlock(from(twelve), { y: 'moves', x, title: 'How far does the state still move?', vertical: '‖h<sub>t+1</sub> − h<sub>t</sub>‖ / ‖h<sub>T</sub> − h<sub>0</sub>‖', reading: '0: it rests', name: `moves-of-many-against-${x}` });

test('many settings are small multiples: stages side by side, or panels of settings along the block through the whole network', async () => {
  await assertSnapshot(many('step'));
  await assertSnapshot(many('depth'));
});

test('small multiples have every setting, ordinary networks in all of them, and each name in the legend once', () => {
  const { data, layout } = many('step');
  const traces = (data as PlotData[]).filter(({ mode, line }) => mode === 'lines' && line.width === 2);
  const headings = (layout.annotations ?? []).map(({ text }) => text);
  assert.deepEqual(headings.slice(0, -1), ['coupled', 'constrained', 'coupled and constrained', 'group norm'].flatMap((kind) => [1, 2].map((stage) => `${kind}, stage ${stage}`)));
  const shown = traces.filter(({ showlegend }) => showlegend).map(({ name }) => name);
  assert.deepEqual([shown.length, new Set(shown).size], [12, 12]);
  assert.equal(traces.filter(({ name }) => name === 'ordinary').length, headings.length - 1);
});

test('small multiples share the numbers below them', () => ['step', 'depth'].forEach((x) => assertNumbersHold(many(x))));

test('plotly knows its attributes', () => {
  const { plotly } = browserlessPlotly();
  for (const each of [figure(), many('step'), many('depth')]) {
    const { data, layout } = JSON.parse(JSON.stringify(each)) as ReturnType<typeof figure>;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    assert.deepEqual([...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg), []);
  }
});

test('a table of several tasks, or without the column, is refused', () => {
  assert.throws(() => againstBlock(from([...rows, { ...rows[0]!, task: 'cifar-10' }]), { y: 'moves', x: 'step' }), /filter it by task first/);
  assert.throws(() => againstBlock(from(rows), { y: 'rests', x: 'step' }), /^Error: The measure of runs table lacks the columns "rests"; it has run, experiment, .*moves/);
});
