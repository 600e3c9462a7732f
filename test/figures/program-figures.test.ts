import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { blockDrop } from '../../src/ideas/block-drop/measure';
import { blockShuffling, blockSwapping } from '../../src/ideas/controls/block-order';
import type { EarlyReadout } from '../../src/ideas/early-readout/measure';
import { randomBlockDrop } from '../../src/ideas/controls/random-blocks';
import { blockDropAgainstBlock } from '../../src/ideas/block-drop/figure';
import { earlyReadoutAgainstBlock } from '../../src/ideas/early-readout/figure';
import type { Figure } from '../../src/figures/figure';
import { blockControls, indexCurves } from '../../src/ideas/indices/network-figure';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { threeIndices } from '../../src/ideas/indices/measure';
import { outcomesOf } from '../../src/measuring/programs/program-analysis';
import { distinctPrograms, ProgramResults } from '../../src/measuring/programs/program-results';
import { blockDropRows, blockDropTable } from '../../src/ideas/block-drop/rows';
import { blockOrderRows, blockOrderTable } from '../../src/ideas/controls/rows';
import { earlyReadoutRows, earlyReadoutTable } from '../../src/ideas/early-readout/rows';
import { networkIndexRows, networkIndexTable } from '../../src/ideas/indices/rows';
import { indexCurveRows, programCurveTable, randomDropRows } from '../../src/ideas/indices/curve-rows';
import { bootstrap } from '../../src/statistics/bootstrap';
import { assertSnapshot } from './snapshot';

const LAYOUT = [3, 2];
const of = { task: 'synthetic', network: 'small', images: 'test' } as const;
const analyses = {
  indices: threeIndices(1 / 10),
  drop: blockDrop,
  shuffling: blockShuffling({ orders: 5, seed: 1 }),
  swapping: blockSwapping,
  random: randomBlockDrop({ draws: 10, seed: 1, chance: 1 / 10 }),
};

/** Made-up answers to 200 images: of the whole network 180 are right, and 30 less for each block that a program lacks or moves. */
function results(cost: number): ProgramResults {
  const programs = distinctPrograms(LAYOUT, Object.values(analyses).flatMap((analysis) => analysis.programs(LAYOUT)));
  const wrong = programs.map(({ stage, blocks }) => {
    const moved = blocks.filter((block, t) => block !== t + 1).length;
    return cost * (Math.abs(LAYOUT[stage - 1]! - blocks.length) + moved / 2);
  });
  return new ProgramResults(LAYOUT, programs, wrong.map((less) => Uint8Array.from({ length: 200 }, (_, i) => Number((i * 7) % 200 < 180 - less))));
}

const intervals = (cost: number) => {
  const measured = results(cost);
  return bootstrap(measured.size, (weights) => outcomesOf(analyses, measured.resampled(weights)), { resamples: 200 });
};
const [stored, reestimated] = [intervals(30), intervals(15)];

const drops = blockDropTable.table([...blockDropRows(of, stored.drop), ...blockDropRows({ ...of, network: 'other' }, reestimated.drop)]);
const curves = programCurveTable.table([
  ...indexCurveRows(of, stored.indices),
  ...indexCurveRows(of, reestimated.indices, 're-estimated'),
  ...randomDropRows(of, stored.random),
]);
const orders = blockOrderTable.table([...blockOrderRows(of, 'shuffled', stored.shuffling), ...blockOrderRows(of, 'swapped', stored.swapping)]);

/** Made-up readouts after 0, 1 and 2 blocks: more right, less lost, less undecided each time. */
const readout = {
  stage: 2,
  images: [0.5, 0.7, 0.9].map((share) => ({
    right: Uint8Array.from({ length: 100 }, (_, i) => Number((i * 7) % 100 < 100 * share)),
    loss: Float32Array.from({ length: 100 }, (_, i) => (1 - share) * (1 + (i % 10) / 5)),
    entropy: Float32Array.from({ length: 100 }, (_, i) => (1.2 - share) * (1 + (i % 7) / 7)),
  })),
} as unknown as EarlyReadout;
const readouts = earlyReadoutTable.table(earlyReadoutRows(of, readout));

const traces = (figure: Figure): Partial<PlotData>[] => figure.data as Partial<PlotData>[];

test('block drop against the block', () => assertSnapshot(blockDropAgainstBlock(drops)));
test('early readout against the block', () => assertSnapshot(earlyReadoutAgainstBlock(readouts)));
test('the three curves of a network with bootstrap bands', () => assertSnapshot(indexCurves(curves)));
test('controls beside the curves', () => assertSnapshot(blockControls(curves, orders)));

test('plotly knows every attribute of these figures', () => {
  const { plotly } = browserlessPlotly();
  for (const figure of [blockDropAgainstBlock(drops), earlyReadoutAgainstBlock(readouts), indexCurves(curves), blockControls(curves, orders)]) {
    const { data, layout } = JSON.parse(JSON.stringify(figure)) as Figure;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    const complaints = [...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg);
    assert.deepEqual(complaints, [], figure.name);
  }
});

test('bands are the intervals and lines the estimates', () => {
  const [band, line] = traces(indexCurves(curves));
  const rows = programCurveTable.rows(curves).filter(({ stage, curve, statistics }) => stage === 1 && curve === 'early readout' && statistics === 'stored');
  assert.deepEqual(line!.y, rows.map(({ estimate }) => estimate));
  assert.deepEqual(band!.y, [...rows.map(({ upper }) => upper), ...rows.map(({ lower }) => lower).reverse()]);
});

test('every figure says over how many images its intervals are', () => {
  for (const figure of [blockDropAgainstBlock(drops), indexCurves(curves), blockControls(curves, orders)]) {
    assert.match(JSON.stringify(figure.layout.title), /intervals over images; synthetic, n = 200 test images/);
  }
});

test('curves of several networks are refused', () => {
  const two = programCurveTable.table([...indexCurveRows(of, stored.indices), ...indexCurveRows({ ...of, network: 'other' }, stored.indices)]);
  assert.throws(() => indexCurves(two), /This figure is of one network, but the table has small, other/);
});

test('indices have a row for the network and for each stage, with their intervals', () => {
  const rows = networkIndexTable.rows(networkIndexTable.table(networkIndexRows(of, stored.indices)));
  assert.deepEqual(rows.map(({ stage, index }) => [stage, index]).slice(2, 5), [[null, 'divergenceIndex'], [1, 'convergenceIndex'], [1, 'recurrenceIndex']]);
  const [network, , , first] = rows;
  assert.equal(network!.estimate, analyses.indices.outcome(results(30)).convergenceIndex);
  assert.ok(rows.every(({ lower, estimate, upper }) => lower! <= estimate && estimate <= upper!));
  assert.equal(first!.estimate, stored.indices.stages[0]!.convergenceIndex.estimate);
});
