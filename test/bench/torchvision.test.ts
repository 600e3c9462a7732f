import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESNET_34, stateDict, tensorsOf } from '../../bench/torchvision';
import { sizeOf } from '../../src/engine/values';
import { resnet } from '../../src/weights/families/resnet';
import { differences } from '../../src/weights/differences';
import { NamesAndShapes } from '../../src/weights/names-and-shapes';

test("ResNet-34 has as many parameters as torchvision says, and is a file of that family", () => {
  const tensors = tensorsOf(RESNET_34);
  const trained = tensors.filter(({ role }) => role !== 'mean' && role !== 'variance');
  assert.equal(trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0), 21_797_672);

  const values = Object.fromEntries(tensors.map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]));
  const shapes = new Map([...stateDict(RESNET_34, values).tensors].map(([name, { shape }]) => [name, shape]));
  const plan = resnet.read(new NamesAndShapes(shapes), {});
  assert.deepEqual(Object.values(differences(plan, shapes)).flat(), []);
  assert.deepEqual([plan.input, plan.classes, plan.stages.map(({ blocks }) => blocks.length)], [RESNET_34.input, 1000, [3, 3, 5, 2]]);
});
