import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import { generator } from '../../src/data/random';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Values } from '../../src/engine/values';
import { lipschitzBounds } from '../../src/ideas/lipschitz-constraint/measure';
import { EPSILON } from '../../src/networks/layers';
import { inferencePass } from '../../src/networks/passes';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { convolutionMatrix, singularValues } from '../engine/singular-values';

/** One stage on maps of 4 × 3 with 3 channels: F acts on 36 numbers. */
const [HEIGHT, WIDTH, CHANNELS] = [4, 3, 3];
const SIZE = HEIGHT * WIDTH * CHANNELS;
const small = (normalization: 'batch' | 'group' | 'none'): ResidualNetwork =>
  new ResidualNetwork({
    input: [HEIGHT, WIDTH, 1],
    classes: 2,
    normalization,
    groups: 3,
    stages: [{ transition: { kind: 'convolution', channels: CHANNELS }, blocks: 2 }],
  });

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const random = generator(4, 'lipschitz bound');
const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

/** Random values, among them negative scales. */
function randomValues({ parameters, statistics }: ResidualNetwork): { parameters: Record<string, tfc.Tensor>; statistics: Record<string, tfc.Tensor> } {
  const { tf } = engine;
  const draw = (shape: readonly number[], scale = 1): tfc.Tensor => tf.tensor(normal(shape.reduce((a, b) => a * b, 1)).map((value) => scale * value), [...shape]);
  return {
    parameters: Object.fromEntries(parameters.map(({ name, shape, role }) => [name, draw(shape, role === 'kernel' ? 0.3 : 1)])),
    statistics: Object.fromEntries(statistics.map(({ name, shape, role }) => [name, role === 'variance' ? tf.add(0.2, tf.square(draw(shape))) : draw(shape)])),
  };
}

type Columns = Float64Array[];

/** A linear map's columns with its outputs (one number a channel) scaled. */
const scaleOutputs = (columns: Columns, scale: (output: number) => number): Columns => columns.map((column) => column.map((value, output) => value * scale(output)));

function apply(columns: Columns, x: ArrayLike<number>): Float64Array {
  const y = new Float64Array(columns[0]!.length);
  columns.forEach((column, i) => column.forEach((value, output) => (y[output]! += value * x[i]!)));
  return y;
}

/** N x = slope x + offset, for each channel. */
interface Affine {
  readonly slope: number[];
  readonly offset: number[];
}

/** F = W₂ ReLU(N₂(W₁ ReLU(N₁ h) + b₁)) + b₂ of a block in double precision, from explicit matrices. */
class ExplicitBlock {
  private readonly first: Columns;
  private readonly second: Columns;
  private readonly norms: readonly [Affine, Affine];
  private readonly bias: Float32Array;

  constructor(parameters: Values, statistics: Values, block: string) {
    const matrix = (layer: string): Columns => convolutionMatrix(numbersOf(parameters[`${block}.${layer}.kernel`]!), [3, 3, CHANNELS, CHANNELS], HEIGHT, WIDTH);
    [this.first, this.second] = [matrix('conv1'), matrix('conv2')];
    const norm = (layer: string): Affine => {
      const of = (values: Values, part: string): number[] | undefined => {
        const value = values[`${block}.${layer}.${part}`];
        return value && [...numbersOf(value)];
      };
      const [scale, shift, mean, variance] = [of(parameters, 'scale'), of(parameters, 'shift'), of(statistics, 'mean'), of(statistics, 'variance')];
      if (!scale || !shift || !mean || !variance) return { slope: Array<number>(CHANNELS).fill(1), offset: Array<number>(CHANNELS).fill(0) };
      const slope = scale.map((gamma, c) => gamma / Math.sqrt(variance[c]! + EPSILON));
      return { slope, offset: shift.map((beta, c) => beta - slope[c]! * mean[c]!) };
    };
    this.norms = [norm('norm1'), norm('norm2')];
    this.bias = numbersOf(parameters[`${block}.conv1.bias`]!);
  }

  private normalize(layer: 0 | 1, x: Float64Array): Float64Array {
    const { slope, offset } = this.norms[layer];
    return x.map((value, i) => slope[i % CHANNELS]! * value + offset[i % CHANNELS]!);
  }

  /** max|D₁| · σ(D₂W₁) · σ(W₂), by singular values */
  bound(): number {
    const [one, two] = this.norms;
    const scaled = scaleOutputs(this.first, (output) => two.slope[output % CHANNELS]!);
    return Math.max(...one.slope.map(Math.abs)) * singularValues(scaled)[0]! * singularValues(this.second)[0]!;
  }

  /** σ(W₁) and σ(W₂) */
  spectralNorms(): [number, number] {
    return [singularValues(this.first)[0]!, singularValues(this.second)[0]!];
  }

  /** Spectral norm of F's Jacobian at h: F is linear around h, its ReLUs open or shut. */
  slopeAt(h: Float64Array): number {
    const one = this.normalize(0, h);
    const two = this.normalize(1, apply(this.first, one.map((value) => Math.max(0, value))).map((value, i) => value + this.bias[i % CHANNELS]!));
    const [first, second] = this.norms;
    const columns = this.first.map((column, input) => {
      const open = one[input]! > 0 ? first.slope[input % CHANNELS]! : 0;
      return apply(this.second, column.map((value, i) => (two[i]! > 0 ? open * second.slope[i % CHANNELS]! * value : 0)));
    });
    return singularValues(columns)[0]!;
  }

  /** F(h) but for its constant last bias. */
  value(h: Float64Array): Float64Array {
    const one = apply(this.first, this.normalize(0, h).map((value) => Math.max(0, value))).map((value, i) => value + this.bias[i % CHANNELS]!);
    return apply(this.second, this.normalize(1, one).map((value) => Math.max(0, value)));
  }
}

const near = (actual: number, expected: number, share: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) <= share * expected, `${what} is ${actual}, from the matrices ${expected}`);

for (const normalization of ['batch', 'none'] as const) {
  describe(`bounds of F’s Lipschitz constant, normalization ${normalization}`, () => {
    test('are products of the singular values of the convolutions’ matrices, batch normalization’s scales included', () => {
      const network = small(normalization);
      const { parameters, statistics } = randomValues(network);
      const bounds = lipschitzBounds(engine, network, parameters, statistics);
      assert.deepEqual(bounds.map(({ stage, block }) => [stage, block]), [[1, 1], [1, 2]]);
      for (const { block, spectralNorms, bound } of bounds) {
        const explicit = new ExplicitBlock(parameters, statistics, `stage1.block${block}`);
        explicit.spectralNorms().forEach((norm, i) => near(spectralNorms[i]!, norm, 1e-4, `σ(W${i + 1})`));
        near(bound!, explicit.bound(), 1e-4, 'the bound');
      }
    });

    test('hold: no slope of F exceeds them, in many of its linear regions; the steepest comes within a factor of 4', () => {
      const network = small(normalization);
      const { parameters, statistics } = randomValues(network);
      const { bound } = lipschitzBounds(engine, network, parameters, statistics)[0]!;
      const explicit = new ExplicitBlock(parameters, statistics, 'stage1.block1');
      const slopes = Array.from({ length: 60 }, () => explicit.slopeAt(Float64Array.from(normal(SIZE), (value) => 3 * value)));
      const steepest = Math.max(...slopes);
      assert.ok(steepest <= bound!, `${steepest} > ${bound}`);
      assert.ok(steepest > bound! / 4, `${steepest} is far below ${bound}`);
    });

    test('hold for F as the network computes it: ‖F(a) − F(b)‖ ≤ bound · ‖a − b‖', () => {
      const { tf, kernels } = engine;
      const network = small(normalization);
      const { parameters, statistics } = randomValues(network);
      const { bound } = lipschitzBounds(engine, network, parameters, statistics)[1]!;
      const residual = (h: tfc.Tensor): Float32Array => numbersOf(network.residual(inferencePass(new Operations(kernels), parameters, statistics), 0, 1, h));
      const explicit = new ExplicitBlock(parameters, statistics, 'stage1.block2');
      const pairs = 100;
      const [a, b] = [normal(pairs * SIZE), normal(pairs * SIZE)];
      const [fa, fb] = [a, b].map((states) => residual(tf.tensor(states, [pairs, HEIGHT, WIDTH, CHANNELS]))) as [Float32Array, Float32Array];
      const distance = (x: ArrayLike<number>, y: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0));
      for (let n = 0; n < pairs; n++) {
        const part = (values: Float32Array): Float32Array => values.subarray(n * SIZE, (n + 1) * SIZE);
        const moved = distance(part(fa), part(fb));
        assert.ok(moved <= bound! * distance(part(a), part(b)));
        // The explicit F, of which the slopes above are, is this F.
        const explicitly = distance(explicit.value(Float64Array.from(part(a))), explicit.value(Float64Array.from(part(b))));
        assert.ok(Math.abs(moved - explicitly) <= 1e-4 * explicitly, `${moved} and ${explicitly}`);
      }
    });
  });
}

test('the bound is reached where F is a multiple of ReLU: kernels w₁, w₂ times the identity, scales γ/√(v + ε)', () => {
  const { tf, kernels } = engine;
  const network = small('batch');
  const identity = (factor: number): tfc.Tensor => tf.pad(tf.mul<tfc.Tensor4D>(factor, tf.reshape(tf.eye(CHANNELS), [1, 1, CHANNELS, CHANNELS])), [[1, 1], [1, 1], [0, 0], [0, 0]]);
  const { parameters, statistics } = randomValues(network);
  const constant = (value: number): tfc.Tensor => tf.fill([CHANNELS], value);
  Object.assign(parameters, {
    'stage1.block1.conv1.kernel': identity(0.5), 'stage1.block1.conv1.bias': constant(0),
    'stage1.block1.conv2.kernel': identity(-3), 'stage1.block1.conv2.bias': constant(7),
    'stage1.block1.norm1.scale': constant(2), 'stage1.block1.norm1.shift': constant(0),
    'stage1.block1.norm2.scale': constant(5), 'stage1.block1.norm2.shift': constant(0),
  });
  Object.assign(statistics, {
    'stage1.block1.norm1.mean': constant(0), 'stage1.block1.norm1.variance': constant(4),
    'stage1.block1.norm2.mean': constant(0), 'stage1.block1.norm2.variance': constant(0.25),
  });
  const { bound, spectralNorms } = lipschitzBounds(engine, network, parameters, statistics)[0]!;
  spectralNorms.forEach((norm, i) => near(norm, [0.5, 3][i]!, 1e-5, `σ(W${i + 1})`));
  // 2/√4 · 0.5 · 5/√¼ · 3 = 15
  near(bound!, 15, 1e-4, 'the bound');
  const one = numbersOf(network.residual(inferencePass(new Operations(kernels), parameters, statistics), 0, 0, tf.ones([1, HEIGHT, WIDTH, CHANNELS])));
  const two = numbersOf(network.residual(inferencePass(new Operations(kernels), parameters, statistics), 0, 0, tf.fill([1, HEIGHT, WIDTH, CHANNELS], 2)));
  two.forEach((value, i) => near(one[i]! - value, 15, 1e-3, 'F(1) − F(2)'));
});

test('with group normalization the norms are reported and no bound, since its scale depends on the image', () => {
  const network = small('group');
  const { parameters, statistics } = randomValues(network);
  for (const { spectralNorms, bound } of lipschitzBounds(engine, network, parameters, statistics)) {
    assert.equal(bound, undefined);
    assert.ok(spectralNorms.every((norm) => norm > 0));
  }
});

test('measuring leaves no tensors behind', () => {
  const network = small('batch');
  const { parameters, statistics } = randomValues(network);
  lipschitzBounds(engine, network, parameters, statistics); // makes the constants that stay
  const { numTensors } = engine.tf.memory();
  lipschitzBounds(engine, network, parameters, statistics);
  assert.equal(engine.tf.memory().numTensors, numTensors);
});
