import type { Tensor } from '@tensorflow/tfjs-core';
import { batchesInOrder } from '../data/batch';
import { take } from '../data/dataset';
import { Operations } from '../engine/operations';
import { numbersOf, tensorOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import { checkBlock, classesOf, layerName, outputOf, TRIED_IMAGES } from '../networks/layer-output';
import type { Layer } from '../networks/measurable-network';
import type { Subject } from './measure';

/** What is looked at: a subject of measures, or as much of one as a function is given. */
export type Checked = Pick<Subject, 'engine' | 'network' | 'set' | 'normalization'> & Partial<Subject>;

/**
 * Runs a network once on a few images, layer by layer, before it is measured or to try it out. Every measuring function does so first.
 * @throws Error in one sentence that names stage and block: a layer that fails, gives nothing, or another batch; a block that changes the
 * shape of its state; numbers that are none, and the first layer that makes them; a head of other than [batch, classes], or of fewer or more classes than the data
 * @throws RangeError where `chance` is no accuracy between 0 and 1
 */
export function check({ engine: { tf, kernels }, network, set, normalization, chance, mayOverflow = false }: Checked): void {
  if (chance !== undefined) checkChance(chance);
  const ops = new Operations(kernels);
  const run = (layer: Layer, name: string, input: Value): Tensor =>
    tf.tidy(() => {
      const output = outputOf((h) => layer(ops, h), name, input);
      if (!mayOverflow && hasNaN(output)) throw new Error(`${name} is the first to make NaN, of numbers that are none: see what it divides by or takes the root or logarithm of, and its weights.`);
      return tensorOf(output);
    });
  tf.tidy(() => {
    const [batch] = batchesInOrder(take(set, Math.min(TRIED_IMAGES, set.size)), normalization, TRIED_IMAGES);
    let state: Tensor = tf.tensor(batch!.images, [...batch!.shape]);
    const goOn = (next: Tensor): void => {
      if (next !== state) state.dispose();
      state = next;
    };
    network.stages.forEach(({ transition, blocks }, s) => {
      goOn(run(transition, layerName(s + 1, 0), state));
      blocks.forEach((block, t) => {
        const name = layerName(s + 1, t + 1);
        const output = run(block, name, state);
        checkBlock(name, state, output);
        goOn(output);
      });
    });
    checkHead(run(network.head, 'The head', state), set);
  });
}

/** @throws RangeError where it is no accuracy of a chance predictor */
export function checkChance(chance: number): void {
  if (!(chance > 0 && chance < 1)) throw new RangeError(`The chance is ${chance}, but it is the accuracy of a chance predictor, between 0 and 1: give 1 / K for K classes.`);
}

/** @throws Error where the head has other classes than the images */
function checkHead(logits: Value, set: Subject['set']): void {
  const outputs = classesOf(logits);
  if (set.classes !== undefined && outputs !== set.classes) {
    throw new Error(`The head has ${outputs} outputs, but the images have ${set.classes} classes: give it one for each class, or measure on the task that the network is for.`);
  }
  let highest = 0;
  for (const label of set.labels) highest = Math.max(highest, label);
  if (highest >= outputs) throw new Error(`The images have labels up to ${highest}, but the head has ${outputs} outputs: measure on the task that the network is for.`);
}

function hasNaN(value: Value): boolean {
  return numbersOf(value).some(Number.isNaN);
}
