import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numbersOf } from '../../src/engine/tensors';
import type { Values } from '../../src/engine/values';
import type { NetworkInput } from '../../src/networks/definition';
import { trainingPass } from '../../src/networks/passes';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { coupleGradients } from '../../src/training/gradient-coupling';
import { pack, unpack } from '../../src/training/packing';
import type { TrainingSettings } from '../../src/training/settings';
import { assertAllNear, assertNear, labelTensor, pytorchCases, tensor, tensors, type EncodedTensor, type EncodedTensors } from '../engine/pytorch';

/** Coupled gradients in PyTorch (test/fixtures/pytorch/coupling.py). */
interface Coupling {
  readonly definition: NetworkInput;
  readonly parameters: EncodedTensors;
  readonly images: EncodedTensor;
  readonly labels: EncodedTensor;
  readonly coupled: { readonly coupling: number; readonly gradients: EncodedTensors }[];
  /** gradients, divided by T, of a network whose T blocks are one block */
  readonly tied: EncodedTensors;
}

const pytorch = pytorchCases('coupling') as Coupling;
let engine: Engine;
let gradients: Values;
const { parameters } = new ResidualNetwork(pytorch.definition);

function coupledGradients(settings: Pick<TrainingSettings, 'coupling' | 'couplingBy'>): Values {
  const ops = new Operations(engine.kernels);
  const shapes = Object.fromEntries(parameters.map(({ name, shape }) => [name, shape]));
  return unpack(ops, coupleGradients(ops, pack(ops, gradients, shapes), parameters, settings), shapes);
}

before(async () => {
  engine = await startEngine();
  const { tf, kernels } = engine;
  const network = new ResidualNetwork(pytorch.definition);
  const parameters = tensors(tf, pytorch.parameters);
  const differentiated = differentiate(
    kernels,
    (ops) => {
      const logits = network.forward(trainingPass(ops, parameters, {}, {}), tensor(tf, pytorch.images));
      return { loss: ops.mean(ops.softmaxCrossEntropy(logits, labelTensor(tf, pytorch.labels))) };
    },
    Object.values(parameters),
  );
  gradients = Object.fromEntries(Object.keys(parameters).map((name, i) => [name, differentiated.gradients[i]!]));
});

describe('g̃_t = (1 − λ) g_t + λ · mean_s g_s is PyTorch’s', () => {
  for (const { coupling, gradients: expected } of pytorch.coupled) {
    test(`at λ = ${coupling}`, () => {
      assertAllNear(coupledGradients({ coupling, couplingBy: 'mean' }), expected, 'gradient of');
    });
  }
});

test('at λ = 1 it is the gradient of a network whose T blocks are one block, divided by T', () => {
  const coupled = coupledGradients({ coupling: 1, couplingBy: 'mean' });
  assert.equal(Object.keys(pytorch.tied).length, 16);
  for (const [name, expected] of Object.entries(pytorch.tied)) assertNear(coupled[name]!, expected, name);
});

test('by the sum, at λ = 1, it is T times that: the gradient of one block applied T times', () => {
  const coupled = coupledGradients({ coupling: 1, couplingBy: 'sum' });
  for (const [name, { shape }] of Object.entries(pytorch.tied)) {
    const blocks = name.startsWith('stage1') ? 3 : 2;
    const summed = numbersOf(coupled[name]!).map((value) => value / blocks);
    assertNear(engine.tf.tensor(summed, [...shape]), pytorch.tied[name]!, name);
  }
});

test('the gradients of corresponding parameters differ between blocks before coupling, and not at all at λ = 1', () => {
  const own = numbersOf(gradients['stage1.block1.conv1.kernel']!);
  assert.notDeepEqual(numbersOf(gradients['stage1.block2.conv1.kernel']!), own);
  const coupled = coupledGradients({ coupling: 1, couplingBy: 'mean' });
  const first = numbersOf(coupled['stage1.block1.conv1.kernel']!);
  for (const t of [2, 3]) assert.deepEqual(numbersOf(coupled[`stage1.block${t}.conv1.kernel`]!), first);
});

test('parameters outside blocks keep their gradients', () => {
  const coupled = coupledGradients({ coupling: 0.5, couplingBy: 'mean' });
  for (const name of ['stage1.transition.kernel', 'stage2.transition.conv1.kernel', 'head.norm.scale', 'head.dense.kernel']) {
    assert.deepEqual(numbersOf(coupled[name]!), numbersOf(gradients[name]!));
  }
});
