import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generator, type GeneratorState, type RandomGenerator, restoreGenerator } from '../../src/data/random';
import { fixtureJson } from './fixture';

interface KnownAnswers {
  readonly seed: number;
  readonly stream: string;
  readonly uniform: readonly number[];
  readonly integerBelow3000000000: readonly number[];
  readonly normal: readonly number[];
  readonly shuffled: readonly number[];
}

function draw<T>(count: number, one: () => T): T[] {
  return Array.from({ length: count }, one);
}

test('the sequences are those of Alea written in Python', () => {
  for (const known of fixtureJson('random.json') as KnownAnswers[]) {
    const fresh = (): RandomGenerator => generator(known.seed, known.stream);
    const [uniform, integer, normal] = [fresh(), fresh(), fresh()];
    assert.deepEqual(draw(8, () => uniform.uniform()), known.uniform);
    assert.deepEqual(draw(8, () => integer.integer(3_000_000_000)), known.integerBelow3000000000);
    for (const expected of known.normal) assert.ok(Math.abs(normal.normal() - expected) < 1e-14);
    const order = Int32Array.from({ length: 12 }, (_, index) => index);
    fresh().shuffle(order);
    assert.deepEqual(Array.from(order), known.shuffled);
    const letters = Array.from('abcdefghijkl');
    fresh().shuffle(letters);
    assert.deepEqual(letters, known.shuffled.map((index) => 'abcdefghijkl'[index]));
  }
});

test('a state that went through JSON continues the sequence at every point, and is left as it is', () => {
  const original = generator(5, 'weights');
  for (let point = 0; point < 200; point++) {
    const saved = JSON.stringify(original.state());
    const copy = restoreGenerator(JSON.parse(saved) as GeneratorState);
    const next = (random: RandomGenerator): number[] => [random.uniform(), random.integer(1000), random.normal()];
    assert.deepEqual(next(copy), next(original));
    assert.deepEqual(copy.state(), original.state());
    assert.notEqual(JSON.stringify(original.state()), saved);
  }
});

test('a state that is none, or out of range, is refused with the field named', () => {
  const state = generator(0, 'batches').state();
  for (const [field, value] of [['s0', 1], ['s1', -0.1], ['s2', '0.5'], ['c', 0.5], ['c', null], ['algorithm', 'arc4']] as const) {
    assert.throws(() => restoreGenerator({ ...state, [field]: value }), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, new RegExp(`^The saved state of the random generator cannot be used: ${field}: `));
      return true;
    });
  }
  assert.throws(() => restoreGenerator(null as unknown as GeneratorState), /^RangeError: The saved state of the random generator/);
});

test('seeds and bounds that are no whole numbers are refused', () => {
  for (const seed of [0.5, NaN, Infinity, 2 ** 53]) assert.throws(() => generator(seed, 'x'), { name: 'RangeError', message: /The seed .* is not a whole number/ });
  const random = generator(0, 'x');
  for (const below of [0, -1, 1.5, NaN, 2 ** 32 + 1]) assert.throws(() => random.integer(below), RangeError);
  assert.equal(random.integer(1), 0);
});

/** Pearson's statistic for counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], meanX: number, y: readonly number[], meanY: number): number =>
    x.reduce((sum, value, index) => sum + (value - meanX) * (y[index]! - meanY), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

// Bounds below are those that a true random sequence passes with a probability of 0.999 or more.
test('uniform numbers fill [0, 1) evenly, to their last bits', () => {
  const random = generator(11, 'uniform');
  const numbers = draw(100_000, () => random.uniform());
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const counts = new Array<number>(100).fill(0);
  const fine = new Array<number>(16).fill(0);
  for (const number of numbers) {
    counts[Math.floor(number * 100)]!++;
    fine[(number * 2 ** 53) % 16]!++;
  }
  assert.ok(chiSquare(counts) < 148.2, `${chiSquare(counts)}`);
  assert.ok(chiSquare(fine) < 37.7, `${chiSquare(fine)}`);
  assert.ok(Math.abs(correlation(numbers.slice(1), numbers.slice(0, -1))) < 3.3 / Math.sqrt(99_999));
});

test('whole numbers are equally likely, where a plain remainder of 32 bits would not be', () => {
  const random = generator(12, 'integer');
  const below = 3 * 2 ** 30;
  const counts = [0, 0, 0];
  for (let count = 0; count < 30_000; count++) counts[Math.floor(random.integer(below) / 2 ** 30)]!++;
  assert.ok(chiSquare(counts) < 13.8, String(counts));
  const dice = new Array<number>(6).fill(0);
  for (let count = 0; count < 60_000; count++) dice[random.integer(6)]!++;
  assert.ok(chiSquare(dice) < 20.5, String(dice));
});

test('normal numbers have the moments and tails of the normal distribution', () => {
  const random = generator(13, 'normal');
  const count = 200_000;
  const numbers = draw(count, () => random.normal());
  const moment = (power: number): number => numbers.reduce((sum, number) => sum + number ** power, 0) / count;
  // Standard errors: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
  assert.ok(Math.abs(moment(1)) < 3.3 * Math.sqrt(1 / count));
  assert.ok(Math.abs(moment(2) - 1) < 3.3 * Math.sqrt(2 / count));
  assert.ok(Math.abs(moment(3)) < 3.3 * Math.sqrt(15 / count));
  assert.ok(Math.abs(moment(4) - 3) < 3.3 * Math.sqrt(96 / count));
  const beyond = numbers.filter((number) => Math.abs(number) > 3).length / count;
  assert.ok(Math.abs(beyond - 0.0026998) < 3.3 * Math.sqrt(0.0027 / count), `${beyond}`);
});

test('every order is equally likely to come of a shuffle', () => {
  const random = generator(14, 'shuffle');
  const counts = new Map<string, number>();
  for (let count = 0; count < 48_000; count++) {
    const items = Int32Array.of(0, 1, 2, 3);
    random.shuffle(items);
    counts.set(items.join(''), (counts.get(items.join('')) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  assert.ok(chiSquare([...counts.values()]) < 49.7, `${chiSquare([...counts.values()])}`);
});

test('streams of one seed, and one stream of neighbouring seeds, have nothing to do with each other', () => {
  const numbers = (seed: number, stream: string): number[] => {
    const random = generator(seed, stream);
    return draw(20_000, () => random.uniform());
  };
  const reference = numbers(0, 'batches');
  for (const other of [numbers(0, 'weights'), numbers(1, 'batches'), numbers(-1, 'batches'), numbers(10, 'batches')]) {
    assert.ok(Math.abs(correlation(reference, other)) < 3.3 / Math.sqrt(20_000));
  }
  const firsts = draw(20_000, () => 0).map((_, seed) => generator(seed, 'weights').uniform());
  assert.ok(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1))) < 3.3 / Math.sqrt(19_999));
});
