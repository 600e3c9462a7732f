import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../src/data/batch';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import type { Value } from '../../src/engine/values';
import { measuring, networks, tables } from '../../src/index';
import { initialTensors } from '../../src/networks/initial-values';
import { smallData, smallNetwork } from '../training/small-data';

const { numbersOf, tensorOf } = networks;

let engine: Engine;
let subject: Parameters<typeof measuring.outputs>[0];
before(async () => {
  engine = await startEngine();
  const network = new networks.ResidualNetwork(smallNetwork);
  const values = { network, parameters: initialTensors(engine.tf, network.parameters, 1, 'independent'), statistics: initialTensors(engine.tf, network.statistics, 1, 'same') };
  subject = { engine, network: networks.measurable(values), set: smallData.test, normalization: smallData };
});

/** States of every stage and logits, by the layers one after the other, all images at once. */
function layerByLayer({ network, set, normalization }: typeof subject): { readonly states: Float32Array[][]; readonly logits: Float32Array } {
  const [batch] = [...batchesInOrder(set, normalization, set.size)];
  const ops = new Operations(engine.kernels);
  return engine.tf.tidy(() => {
    let state: Value = engine.tf.tensor(batch!.images, [...batch!.shape]);
    const states = network.stages.map(({ transition, blocks }) => [transition, ...blocks].map((layer) => numbersOf((state = layer(ops, state))).slice()));
    return { states, logits: numbersOf(network.head(ops, state)).slice() };
  });
}

function assertClose(actual: Float32Array, expected: Float32Array, what: string): void {
  assert.equal(actual.length, expected.length, what);
  const scale = Math.max(...expected.map(Math.abs));
  assert.ok(actual.every((value, i) => Math.abs(value - expected[i]!) <= 1e-5 * scale), what);
}

describe('what a network makes of images', () => {
  test('are its states and logits of every image, row by row, whatever the batches, and the classes that it names', async () => {
    const options = { stages: [2, 1], memoryBudget: 40_000 };
    await measuring.outputs(subject, options); // the engine keeps constants, one of each
    const before = engine.tf.memory().numTensors;
    const { states, logits, labels, predicted } = await measuring.outputs(subject, options);
    assert.equal(engine.tf.memory().numTensors, before);
    const expected = layerByLayer(subject);
    const { size } = subject.set;
    assert.deepEqual(logits.shape, [size, smallNetwork.classes]);
    assertClose(logits.numbers, expected.logits, 'logits');
    assert.deepEqual([...states.keys()], [2, 1]);
    for (const [stage, of] of states) {
      assert.equal(of.length, smallNetwork.stages[stage - 1]!.blocks + 1);
      of.forEach((state, t) => {
        assert.equal(state.shape[0], size);
        assertClose(state.numbers, expected.states[stage - 1]![t]!, `state ${t} of stage ${stage}`);
      });
    }
    assert.deepEqual(labels, Int32Array.from(subject.set.labels));
    const row = (i: number): Float32Array => expected.logits.subarray(i * smallNetwork.classes, (i + 1) * smallNetwork.classes);
    assert.deepEqual([...predicted], Array.from({ length: size }, (_, i) => row(i).indexOf(Math.max(...row(i)))));
  });

  test('are tables of one row an image', async () => {
    const made = await measuring.outputs(subject, { stages: [1] });
    const table = tables.outputTable(made);
    assert.deepEqual(table.columnNames(), ['image', 'label', 'predicted', 'right', ...Array.from({ length: smallNetwork.classes }, (_, k) => `logit${k}`)]);
    assert.equal(table.numRows(), subject.set.size);
    assert.deepEqual(table.objects()[3], {
      image: 3,
      label: String(made.labels[3]),
      predicted: String(made.predicted[3]),
      right: made.labels[3] === made.predicted[3],
      ...Object.fromEntries(Array.from({ length: smallNetwork.classes }, (_, k) => [`logit${k}`, made.logits.numbers[3 * smallNetwork.classes + k]])),
    });
    const [first] = made.states.get(1)!;
    const width = first!.numbers.length / subject.set.size;
    const ofState = tables.arrayTable(first!, 'h');
    assert.equal(ofState.numCols(), 1 + width);
    assert.equal(ofState.get(`h${width - 1}`, 2), first!.numbers[3 * width - 1]);
  });

  test('are refused for a stage that there is not', async () => {
    await assert.rejects(measuring.outputs(subject, { stages: [3] }), { name: 'RangeError', message: 'There is no stage 3: the network has the stages 1 to 2.' });
  });

  test('may come of a layer that calls tfjs itself, by tensorOf', async () => {
    const squash: networks.Layer = (ops, state) => ops.add(state, engine.tf.tanh(tensorOf(state)));
    const [{ transition, blocks }, ...others] = subject.network.stages as [networks.MeasurableStage, ...networks.MeasurableStage[]];
    const network = { ...subject.network, stages: [{ transition, blocks: [...blocks.slice(0, -1), squash] }, ...others] };
    const { states } = await measuring.outputs({ ...subject, network }, { stages: [1] });
    const [before, after] = states.get(1)!.slice(-2);
    assertClose(after!.numbers, before!.numbers.map((h) => h + Math.tanh(h)), 'h + tanh h');
  });
});
