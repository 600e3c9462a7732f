import type { Batch } from '../data/batch';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numberOf, numbersOf } from '../engine/tensors';
import type { Value, Values } from '../engine/values';
import { trainingPass } from '../networks/passes';
import type { Network } from '../networks/network';
import { packState, unpackState, type PackedState } from './packed-state';
import type { TrainingSettings } from './settings';
import { disposeState, stateShapes, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

/** Training met a number that is not finite. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
}

/** Whether all numbers of a value are finite. */
export function isFiniteValue(value: Value): boolean {
  return numbersOf(value).every(Number.isFinite);
}

/** What of a state shows whether a step left only finite numbers: all else that it computes would show there. */
export function shownValues({ parameters, statistics }: PackedState): Value[] {
  return statistics ? [parameters, statistics] : [parameters];
}

/** Where a step on a batch first meets a number that is not finite. */
export interface NonFinitePlace {
  /** in words: its images, a layer, the loss, a gradient, or what it would make of a parameter or a running statistic */
  readonly place: string;
  /** on its way forward, with the values from before the step */
  readonly isForward: boolean;
}

/**
 * Where a step on a batch first meets a number that is not finite.
 * @param state before the step; disposed here
 */
export function explainNonFinite(
  engine: Engine,
  network: Network,
  state: TrainingState,
  { images, shape, labels }: Batch,
  learningRate: number,
  settings: TrainingSettings,
): NonFinitePlace {
  const { tf, kernels } = engine;
  let place: string | undefined;
  let isForward = false;
  tf.tidy(() => {
    const input = { images: tf.tensor(images, [...shape]), labels: tf.tensor1d(labels, 'int32'), learningRate: tf.scalar(learningRate) };
    place = firstNonFinite(engine, network, state, input.images);
    isForward = place !== undefined;
    if (isForward) return;
    const ops = new Operations(kernels);
    const shapes = stateShapes(network, settings);
    const { loss, next: packed } = trainingStep(kernels, network, packState(ops, state, shapes), input, settings);
    const next = unpackState(ops, packed, shapes);
    place = Number.isFinite(numberOf(loss))
      ? (named('the gradient of', next.velocities) ?? named('the new', next.parameters) ?? named('the new', next.statistics))
      : 'the loss';
  });
  disposeState(state);
  return { place: place ?? 'the step', isForward };
}

/** The first place, in the order of the forward pass, whose numbers are not all finite; undefined: there is none. */
export function firstNonFinite(
  { tf, kernels }: Engine,
  network: Network,
  { parameters, statistics }: Pick<TrainingState, 'parameters' | 'statistics'>,
  images: Value,
): string | undefined {
  if (!isFiniteValue(images)) return 'the images';
  let found: string | undefined;
  tf.tidy(() => {
    const pass = trainingPass(new Operations(kernels), parameters, statistics, {});
    pass.observe = (layer, output) => {
      if (found === undefined && !isFiniteValue(output)) found = `layer ${layer}`;
    };
    network.forward(pass, images);
  });
  return found;
}

function named(what: string, values: Values): string | undefined {
  const broken = Object.entries(values).find(([, value]) => !isFiniteValue(value));
  return broken && `${what} ${broken[0]}`;
}
