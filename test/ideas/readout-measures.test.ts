import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { borderlineExamples, borderlineReadouts } from '../../src/ideas/borderline-examples/measure';
import { borderlineMeans, READOUT_MEASURES } from '../../src/ideas/borderline-examples/rows';
import { earlyReadout, earlyReadouts } from '../../src/ideas/early-readout/measure';
import { earlyReadoutRows } from '../../src/ideas/early-readout/rows';
import { gradientNormRatio, gradientRatio, normsOfStates, stateGrowth, stateNorms } from '../../src/ideas/sharing/measure';
import { chooseScale, chosenScale, unrolling, unrollLastBlock } from '../../src/ideas/unrolling/measure';
import { unrollingMeans } from '../../src/ideas/unrolling/rows';
import type { Subject } from '../../src/measuring/measure';
import { measureAll } from '../../src/measuring/measure-all';
import type { Measured } from '../../src/measuring/measured';
import { initialTensors } from '../../src/networks/initial-values';
import { measurable, measurableInTraining, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { smallData, smallNetwork } from '../training/small-data';

const set = take(smallData.test, 40);
const of = { task: 'bars', network: 'small', images: 'test' } as const;
/** with it some images of this network are borderline, and others are not */
const margin = 0.3;
const settings = { steps: 2, scales: [1, 0.1], margin };

let engine: Engine;
let subject: Subject;
let measured: Measured;
before(async () => {
  engine = await startEngine();
  const network = new ResidualNetwork(smallNetwork);
  const tensors = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 7, 'independent');
  const values = { network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) };
  subject = { engine, network: measurable(values), set, normalization: smallData, chance: 0.25, seed: 3, values };
  measured = await measureAll(subject, [earlyReadouts, borderlineReadouts({ blocks: 2, margin }), unrolling(settings), normsOfStates, gradientRatio, stateGrowth]);
});

describe('measures of readouts say, on stored statistics, what their functions say, with their intervals:', () => {
  test('early readouts', async () => {
    const old = earlyReadoutRows(of, await earlyReadout(engine, subject.network, set, smallData));
    const found = measured.intervals(earlyReadouts).flatMap(({ row: { stage, block }, intervals }) =>
      READOUT_MEASURES.map((measure) => ({ stage, block, measure, estimate: intervals[measure]!.estimate, lower: intervals[measure]!.lower, upper: intervals[measure]!.upper })),
    );
    assert.deepEqual(found, old.map(({ stage, block, measure, estimate, lower, upper }) => ({ stage, block, measure, estimate, lower, upper })));
  });

  test('borderline examples; those borderline at first are borderline under the network that ends there', async () => {
    const options = { blocks: 2, margin };
    const old = borderlineMeans(of, await borderlineExamples(engine, subject.network, set, smallData, options));
    const rows = measured.intervals(borderlineReadouts(options));
    const found = rows.filter(({ row }) => row.group !== 'borderline at first').flatMap(({ row: { stage, block, group, images }, intervals }) =>
      READOUT_MEASURES.map((measure) => ({ stage, block, group, measure, n: images, estimate: intervals[measure]!.estimate, lower: intervals[measure]!.lower, upper: intervals[measure]!.upper })),
    );
    assert.deepEqual(found, old.map(({ stage, block, group, measure, n, estimate, lower, upper }) => ({ stage, block, group, measure, n, estimate, lower, upper })));
    const stages = subject.network.stages;
    const first = rows[0]!.row.block;
    const ending: MeasurableNetwork = { ...subject.network, stages: [...stages.slice(0, -1), { ...stages[stages.length - 1]!, blocks: stages[stages.length - 1]!.blocks.slice(0, first) }] };
    const own = borderlineMeans(of, await borderlineExamples(engine, ending, set, smallData, { blocks: 1, margin })).find(({ group, measure }) => group === 'borderline' && measure === 'accuracy')!;
    const atFirst = rows.find(({ row: { block, group } }) => block === first && group === 'borderline at first')!.row;
    assert.deepEqual([atFirst.images, atFirst.accuracy], [own.n, own.estimate]);
    assert.ok(own.n > 0 && own.n < set.size, `${own.n} images are borderline at first`);
  });

  test('unrolling, and the scale that is chosen by it', async () => {
    const old = await unrollLastBlock(engine, subject.network, set, smallData, settings);
    const rows = measured.intervals(unrolling(settings));
    const found = rows.filter(({ row }) => row.group === 'all').flatMap(({ row: { scale, step }, intervals: { loss, accuracy, cosineLoss } }, i) =>
      [['loss', loss], ['accuracy', accuracy], ['borderlineAccuracy', rows[2 * i + 1]!.intervals.accuracy], ['cosineLoss', cosineLoss]].map(([measure, interval]) => {
        const { estimate, lower, upper } = interval as NonNullable<typeof loss>;
        return { scale, step, measure, estimate, lower, upper };
      }),
    );
    assert.deepEqual(found, unrollingMeans(of, old).map(({ scale, step, measure, estimate, lower, upper }) => ({ scale, step, measure, estimate, lower, upper })));
    assert.equal(chosenScale(measured.rows(unrolling(settings))), chooseScale(old.unrolled));
  });

  test('norms of states, their ratio, and how fast they grow', () => {
    const norms = stateNorms(engine, measurableInTraining(subject.values!), set, smallData);
    assert.deepEqual(measured.rows(normsOfStates), norms);
    assert.deepEqual(measured.rows(gradientRatio), [{ ratio: gradientNormRatio(norms) }]);
    assert.deepEqual(measured.intervals(stateGrowth)[0]!.intervals, { slope: null });
  });
});

test('states that grow tenfold from one to the next have the growth 1; a single stage has no ratio', () => {
  const norms = [1, 2, 3].map((state) => ({ stage: 1, block: state - 1, state, activationNorm: 10 ** (state - 2), gradientNorm: 1 }));
  assert.ok(Math.abs(stateGrowth.from!.rows(norms)[0]!.slope - 1) < 1e-12);
  assert.ok(Number.isNaN(stateGrowth.from!.rows(norms.slice(0, 1))[0]!.slope));
  assert.ok(Number.isNaN(gradientRatio.from!.rows(norms)[0]!.ratio));
});

test('the scale is that of the lowest finite loss after the last step', () => {
  const rows = [{ scale: 1, step: 2, group: 'all', loss: Number.NaN }, { scale: 0.3, step: 2, group: 'all', loss: 2 }, { scale: 0.1, step: 2, group: 'all', loss: 3 }] as const;
  assert.equal(chosenScale(rows), 0.3);
  assert.throws(() => chosenScale(rows.slice(0, 1)), /No scale keeps the loss finite/);
});

describe('a subject that is none for a measure is refused before any work:', () => {
  const untouchable = (): never => assert.fail('the network ran');

  test('a last stage without blocks', async () => {
    const network = { stages: [{ transition: untouchable, blocks: [untouchable] }, { transition: untouchable, blocks: [] }], head: untouchable };
    for (const measure of [earlyReadouts, borderlineReadouts()]) {
      await assert.rejects(measureAll({ ...subject, network }, [measure]), new RegExp(`^Error: The measure "${measure.name}" cannot be taken: The last stage of the network has no block`));
    }
    const [first, last] = subject.network.stages as [MeasurableNetwork['stages'][number], MeasurableNetwork['stages'][number]];
    const empty = { ...subject.network, stages: [first, { ...last, blocks: [] }] };
    await assert.rejects(measureAll({ ...subject, network: empty }, [unrolling()]), /^Error: The measure "unrolling" cannot be taken: The last stage of the network has no block/);
  });

  test('a network whose weights are not known', async () => {
    const { values: _, ...without } = subject;
    for (const measure of [normsOfStates, gradientRatio, stateGrowth]) await assert.rejects(measureAll(without, [measure]), /^Error: The measure "stateNorms" cannot be taken: it runs the network on statistics of its batch/);
  });
});
