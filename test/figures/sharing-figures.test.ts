import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { earlyReadoutOverTraining } from '../../src/ideas/early-readout/history-figure';
import type { Figure } from '../../src/figures/figure';
import { gradientRatioHistory } from '../../src/ideas/sharing/ratio-figure';
import { stateNormsAgainstBlock } from '../../src/ideas/sharing/figure';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { weightSimilarityMatrix } from '../../src/ideas/weight-similarity/figure';
import { earlyReadoutHistoryTable } from '../../src/ideas/early-readout/history-rows';
import { gradientRatioTable, stateNormTable, type StateNormRow } from '../../src/ideas/sharing/rows';
import { weightSimilarityTable } from '../../src/ideas/weight-similarity/rows';
import { assertSnapshot } from './snapshot';

/** Made-up tables: no network was trained. */
const of = (network: string, seed: number) => ({ task: 'synthetic', network, seed });
const kinds = ['unshared', 'naive sharing', 'unshared batch norm'];
const seeds = [1, 2];
const each = <Row>(row: (network: string, seed: number, kind: number) => Row[]): Row[] => kinds.flatMap((network, kind) => seeds.flatMap((seed) => row(network, seed, kind)));

const norms = stateNormTable.table(
  each((network, seed, kind) =>
    Array.from({ length: 12 }, (_, i): StateNormRow => {
      const growth = [0.2, 0.5, 0.03][kind]!;
      const norm = (15 + seed) * Math.exp(growth * (i % 4));
      return { ...of(network, seed), step: 0, stage: Math.floor(i / 4) + 1, block: i % 4, state: i + 1, activationNorm: norm, gradientNorm: 0.1 / norm };
    }),
  ),
);
const ratios = gradientRatioTable.table(
  each((network, seed, kind) => [0, 20, 40, 60].map((step) => ({ ...of(network, seed), step, ratio: [3, 9, 2][kind]! * (1 + 0.1 * seed) * Math.exp(-step / 80) }))),
);
const readouts = earlyReadoutHistoryTable.table(
  each((network, seed, kind) =>
    [1, 5, 20].flatMap((epoch, e) =>
      [0, 1, 2, 3].map((block) => ({ ...of(network, seed), epoch, stage: 3, block, accuracy: 0.1 + (0.2 * e + 0.05 * kind) * (block / 3) + 0.01 * seed, loss: 1, entropy: 1 })),
    ),
  ),
);
const similarities = weightSimilarityTable.table(
  [1, 2].flatMap((stage) =>
    [1, 2, 3, 4].flatMap((block) =>
      [1, 2, 3, 4].flatMap((other) =>
        ['conv1', 'conv2'].map((kernel) => ({ ...of('coupled', 1), stage, block, other, kernel, similarity: (stage === 1 ? 0.5 : -0.4) ** Math.abs(block - other) })),
      ),
    ),
  ),
);

const figures = () => [stateNormsAgainstBlock(norms), gradientRatioHistory(ratios), earlyReadoutOverTraining(readouts), weightSimilarityMatrix(similarities)];

test('norms against the block', () => assertSnapshot(stateNormsAgainstBlock(norms)));
test('the gradient-norm ratio against the training step', () => assertSnapshot(gradientRatioHistory(ratios)));
test('early readout over training', () => assertSnapshot(earlyReadoutOverTraining(readouts)));
test('weight similarity', () => assertSnapshot(weightSimilarityMatrix(similarities)));

test('plotly knows every attribute of these figures, and they say of how many seeds they are', () => {
  const { plotly } = browserlessPlotly();
  for (const figure of figures()) {
    const { data, layout } = JSON.parse(JSON.stringify(figure)) as Figure;
    assert.match(JSON.stringify(layout.title).replaceAll('<br>', ' '), /synthetic, n = /);
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    assert.deepEqual([...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg), [], figure.name);
  }
});

test('every kind of network has a panel of its own, and none is hidden under another', () => {
  for (const figure of [stateNormsAgainstBlock(norms), gradientRatioHistory(ratios)]) {
    const named = (figure.data as readonly Partial<PlotData>[]).filter(({ name, fill }) => name !== undefined && fill === undefined);
    assert.equal(new Set(named.map(({ xaxis }) => xaxis)).size, named.length);
    assert.deepEqual([...new Set(named.map(({ name }) => name))], kinds);
  }
});

test('figures refuse what they cannot show in one panel', () => {
  const twoSteps = stateNormTable.table([...stateNormTable.rows(norms), ...stateNormTable.rows(norms).map((row) => ({ ...row, step: 9 }))]);
  assert.throws(() => stateNormsAgainstBlock(twoSteps), /the table has 0, 9; filter it by step first/);
  const twoKinds = weightSimilarityTable.table(weightSimilarityTable.rows(similarities).flatMap((row) => [row, { ...row, network: 'other' }]));
  assert.throws(() => weightSimilarityMatrix(twoKinds), /the table has coupled, other; filter it by network first/);
});

test('the stages of a network begin where its own do, in both panels of its row', () => {
  const row = (network: string, stage: number, block: number, state: number): StateNormRow => ({ ...of(network, 1), step: 0, stage, block, state, activationNorm: 1, gradientNorm: 1 });
  const shallow = [row('resnet-20', 1, 0, 1), row('resnet-20', 1, 1, 2), row('resnet-20', 2, 0, 3)];
  const single = [row('single-representation', 1, 0, 1), row('single-representation', 1, 1, 2)];
  const { shapes } = stateNormsAgainstBlock(stateNormTable.table([...shallow, ...single])).layout;
  assert.deepEqual(shapes!.map(({ xref, x0 }) => [xref, x0]), [['x', 2.5], ['x2', 2.5]]);
});
