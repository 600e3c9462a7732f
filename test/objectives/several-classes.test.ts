import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { readout } from '../../src/measuring/readout';
import { borderlineExamples } from '../../src/ideas/borderline-examples/measure';
import { startEngine, type Engine } from '../../src/engine/engine';
import { measurable } from '../../src/networks/measurable-network';
import { measureIndices } from '../../src/ideas/indices/measure';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { chanceAccuracy, isRight, whichAreRight } from '../../src/objectives/right';
import { evaluate } from '../../src/measuring/evaluate';
import { smallNetwork } from '../training/small-data';
import { severalClassesData } from './several-classes-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const row = (...logits: number[]): Float32Array => Float32Array.from(logits);
const labels = (...classes: number[]): Int32Array => Int32Array.from(classes);

describe('an image is right', () => {
  test('when its n highest logits are those of exactly its n classes, in any order', () => {
    assert.equal(isRight(row(5, -1, 3, 4, 0), labels(2, 0, 3)), true);
    assert.equal(isRight(row(5, -1, 3, 4, 0), labels(3, 2, 0)), true);
    assert.equal(isRight(row(5, 3.5, 3, 4, 0), labels(2, 0, 3)), false, 'two of three');
    assert.equal(isRight(row(-5, -9, -7, -6, -8), labels(0, 2, 3)), true, 'no threshold');
  });

  test('of equal logits the first count, and NaN is never right', () => {
    assert.deepEqual([isRight(row(1, 1, 1, 0), labels(0, 1)), isRight(row(1, 1, 1, 0), labels(1, 2))], [true, false]);
    assert.deepEqual([isRight(row(2, 2), labels(0)), isRight(row(2, 2), labels(1))], [true, false]);
    assert.deepEqual([isRight(row(3, 2, NaN), labels(0, 1)), isRight(row(NaN, NaN, NaN), labels(0, 1)), isRight(row(NaN, 1), labels(1))], [false, false, false]);
    assert.equal(isRight(row(1, 0), labels(2)), false, 'a class that the logits do not have');
  });

  test('one by one in a batch', () => {
    const logits = Float32Array.of(3, 2, 1, 3, 2, 1, 1, 2, 3);
    assert.deepEqual([...whichAreRight(logits, labels(0, 1, 0, 2, 2, 1), 3)], [1, 0, 1]);
  });
});

test('chance names n of K classes: 1/C(K, n)', () => {
  assert.deepEqual([chanceAccuracy(10), chanceAccuracy(100), chanceAccuracy(10, 3), chanceAccuracy(10, 4), chanceAccuracy(10, 5)], [1 / 10, 1 / 100, 1 / 120, 1 / 210, 1 / 252]);
});

describe('a readout of several classes', () => {
  const logits = row(0, Math.log(3), -Math.log(4), 0);

  test('is that of independent probabilities: loss, entropy, margin and gradient by hand', () => {
    // p = ½, ¾, ⅕, ½; the image's classes are 1 and 3.
    const { loss, right, entropy, margin, gradient } = readout(engine.tf.tensor2d(logits, [1, 4]), labels(1, 3));
    const binary = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, expected ${expected}`);
    near(loss[0]!, -Math.log(1 / 2) - Math.log(3 / 4) - Math.log(4 / 5) - Math.log(1 / 2));
    near(entropy[0]!, 2 * binary(1 / 2) + binary(3 / 4) + binary(1 / 5));
    near(margin[0]!, 1 / 2 - 1 / 2);
    [1 / 2, -1 / 4, 1 / 5, -1 / 2].forEach((expected, k) => near(gradient[k]!, expected));
    assert.equal(right[0], 0, 'of classes 0 and 3, which are equal, the first counts');
  });

  test('keeps the digits of tiny losses and gradients, and stays finite for huge logits', () => {
    const { loss, gradient, margin, entropy } = readout(engine.tf.tensor2d([[40, 40, -40]]), labels(0, 1));
    assert.ok(Math.abs(loss[0]! / (3 * Math.exp(-40)) - 1) < 1e-9, `loss ${loss[0]}`);
    assert.ok(Math.abs(gradient[0]! / -Math.exp(-40) - 1) < 1e-9, `gradient ${gradient[0]}`);
    const two = readout(engine.tf.tensor2d([[40, -40, -40], [1000, -900, 950]]), labels(0, 1, 0, 2));
    assert.ok(Math.abs(two.loss[0]! - 40) < 1e-9 && two.loss[1] === 0, 'softplus(1000) without overflow');
    for (const numbers of [loss, gradient, margin, entropy, two.loss, two.gradient, two.margin, two.entropy]) assert.ok(numbers.every(Number.isFinite));
  });

  test('has a positive margin where it is right, and a negative one where not', () => {
    const [right, wrong] = [readout(engine.tf.tensor2d([[2, 1, 0.9, -1]]), labels(0, 1)), readout(engine.tf.tensor2d([[2, 1, 0.9, -1]]), labels(0, 2))];
    assert.ok(right.right[0] === 1 && right.margin[0]! > 0 && wrong.right[0] === 0 && wrong.margin[0]! < 0);
    assert.equal(right.margin[0], -wrong.margin[0]!);
  });
});

test('evaluation, indices and borderline examples count the same images of several classes as right', async () => {
  const network = new ResidualNetwork({ ...smallNetwork, classes: 4 });
  const tensors = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 1, 'independent');
  const [parameters, statistics] = [tensors(network.parameters), tensors(network.statistics)];
  // Every image gets the probabilities σ(2), σ(1), σ(0), σ(−1): those of classes 0 and 1, a sixth of all pairs, are right.
  parameters['head.dense.kernel'] = engine.tf.zerosLike(parameters['head.dense.kernel']!);
  parameters['head.dense.bias'] = engine.tf.tensor1d([2, 1, 0, -1]);
  const { test: set } = severalClassesData;
  const { loss, accuracy } = evaluate(engine, network, { parameters, statistics }, set, severalClassesData);
  assert.equal(accuracy, 1 / 6);
  const softplus = (z: number): number => Math.log(1 + Math.exp(z));
  const expected = [2, 1, 0, -1].reduce((sum, z) => sum + (softplus(-z) + softplus(z)) / 2, 0); // each class is in half of the pairs
  assert.ok(Math.abs(loss - expected) < 1e-5, `loss ${loss}, expected ${expected}`);
  const of = measurable({ network, parameters, statistics });
  assert.equal((await measureIndices(engine, of, set, severalClassesData, chanceAccuracy(4, 2))).accuracy, 1 / 6);
  const { readouts, borderline } = await borderlineExamples(engine, of, set, severalClassesData, { margin: 0.25 });
  assert.deepEqual(readouts.map(({ right }) => right.reduce((sum, one) => sum + one, 0) / set.size), [1 / 6, 1 / 6, 1 / 6]);
  // {0, 1} and {0, 2} lead or trail by σ(1) − σ(0) = 0.231; all others by more.
  assert.equal(borderline.reduce((sum, one) => sum + one, 0) / set.size, 1 / 3);
});
