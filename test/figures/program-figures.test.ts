import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnTable } from 'arquero';
import type { PlotData } from 'plotly.js';
import { blockDropAgainstBlock } from '../../src/ideas/block-drop/figure';
import { blockDrops } from '../../src/ideas/block-drop/measure';
import { blockOrder } from '../../src/ideas/controls/block-order';
import { randomDrops } from '../../src/ideas/controls/random-blocks';
import { earlyReadoutAgainstBlock } from '../../src/ideas/early-readout/figure';
import { curves, storedCurves } from '../../src/ideas/indices/measure';
import { blockControls, indexCurves } from '../../src/ideas/indices/network-figure';
import type { Figure } from '../../src/figures/figure';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import type { Measure, Subject } from '../../src/measuring/measure';
import { Measured } from '../../src/measuring/measured';
import { measuredTable } from '../../src/measuring/measured-table';
import { distinctPrograms, ProgramResults } from '../../src/measuring/programs/program-results';
import { syntheticReadouts } from '../tables/synthetic-images';
import { assertSnapshot } from './snapshot';

const LAYOUT = [3, 2];
const of = { task: 'synthetic', network: 'small', images: 'test' } as const;
const subject = { network: { stages: LAYOUT.map((blocks) => ({ blocks: Array(blocks) })) }, chance: 1 / 10, seed: 1 } as unknown as Subject;
const [order, random] = [blockOrder({ orders: 5 }), randomDrops({ draws: 10 })];
const measures = [curves, storedCurves, order, random, blockDrops] as readonly unknown[] as readonly Measure[];

/** Made-up answers to 200 images: of the whole network 180 are right, and so many less for each block that a program lacks or moves. */
function measured(cost: number): Measured {
  const readings = measures.map((measure) => ({ measure, reading: measure.start(subject) }));
  const programs = distinctPrograms(LAYOUT, readings.flatMap(({ reading }) => reading.programs!));
  const wrong = programs.map(({ stage, blocks }) => {
    const moved = blocks.filter((block, t) => block !== t + 1).length;
    return cost * (Math.abs(LAYOUT[stage - 1]! - blocks.length) + moved / 2);
  });
  const results = new ProgramResults(LAYOUT, programs, wrong.map((less) => Uint8Array.from({ length: 200 }, (_, i) => Number((i * 7) % 200 < 180 - less))));
  return new Measured(200, measures, new Map(readings.map(({ measure, reading }) => [measure.name, { reading, results }])));
}

const [first, second] = [measured(30), measured(15)];
const both = (one: ColumnTable, other: ColumnTable): ColumnTable => one.concat(other);
const drops = both(first.table(blockDrops, of), second.table(blockDrops, { ...of, network: 'other' }));
const curveTable = first.table(curves, of);
const controls = { curves: curveTable, storedCurves: second.table(storedCurves, of), randomDrop: first.table(random, of), order: first.table(order, of) };
const readouts = syntheticReadouts();

const traces = (figure: Figure): Partial<PlotData>[] => figure.data as Partial<PlotData>[];

test('block drop against the block', () => assertSnapshot(blockDropAgainstBlock(drops)));
test('early readout against the block', () => assertSnapshot(earlyReadoutAgainstBlock(readouts)));
test('the three curves of a network with bootstrap bands', () => assertSnapshot(indexCurves(curveTable)));
test('controls beside the curves', () => assertSnapshot(blockControls(controls)));

test('plotly knows every attribute of these figures', () => {
  const { plotly } = browserlessPlotly();
  for (const figure of [blockDropAgainstBlock(drops), earlyReadoutAgainstBlock(readouts), indexCurves(curveTable), blockControls(controls)]) {
    const { data, layout } = JSON.parse(JSON.stringify(figure)) as Figure;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    const complaints = [...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg);
    assert.deepEqual(complaints, [], figure.name);
  }
});

test('bands are the intervals and lines the estimates', () => {
  const [band, line] = traces(indexCurves(curveTable));
  const rows = measuredTable(curves, 'stage', 'curve', 'k').rows(curveTable).filter(({ stage, curve, measure }) => stage === 1 && curve === 'early readout' && measure === 'normalizedAccuracy');
  assert.deepEqual(line!.y, rows.map(({ estimate }) => estimate));
  assert.deepEqual(band!.y, [...rows.map(({ upper }) => upper), ...rows.map(({ lower }) => lower).reverse()]);
});

test('thin lines are the accuracy of the whole network', () => {
  const [whole] = traces(blockDropAgainstBlock(drops));
  assert.ok((whole!.y as number[]).every((value) => Math.abs(value - 90) < 1e-9), String(whole!.y));
});

test('every figure says over how many images its intervals are', () => {
  for (const figure of [blockDropAgainstBlock(drops), indexCurves(curveTable), blockControls(controls)]) {
    assert.match(JSON.stringify(figure.layout.title), /intervals over images; synthetic, n = 200 test images/);
  }
});

test('curves of several networks are refused', () => {
  const two = both(curveTable, first.table(curves, { ...of, network: 'other' }));
  assert.throws(() => indexCurves(two), /This figure is of one network, but the table has small, other/);
});
