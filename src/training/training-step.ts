import type { KernelRunner } from '../engine/kernels';
import { Operations } from '../engine/operations';
import { differentiate } from '../engine/tape';
import type { Value } from '../engine/values';
import { trainingPass } from '../networks/passes';
import type { Network } from '../networks/network';
import { crossEntropies } from '../objectives/objective';
import { coupleGradients } from './gradient-coupling';
import { constrainKernels } from './lipschitz-constraint';
import { momentumStep } from './momentum';
import { packParts, unpackState, type PackedState } from './packed-state';
import { pack, unpack } from './packing';
import type { TrainingSettings } from './settings';
import { stateShapes } from './training-state';

/** What the step is given besides the state. */
export interface StepInput {
  /** [batch, height, width, channels] */
  readonly images: Value;
  /** int32 [batch], or [batch, n] for n classes an image */
  readonly labels: Value;
  readonly learningRate: Value;
}

/**
 * One step of training: forward, gradients, soft gradient coupling, momentum, Lipschitz constraint. A pure function of
 * its arguments, written against operations only.
 * @returns the loss (mean over the batch), the logits [batch, classes], and the state after the step
 */
export function trainingStep(
  kernels: KernelRunner,
  network: Network,
  state: PackedState,
  { images, labels, learningRate }: StepInput,
  settings: Pick<TrainingSettings, 'coupling' | 'couplingBy' | 'lipschitz' | 'momentum' | 'weightDecay'>,
): { readonly loss: Value; readonly logits: Value; readonly next: PackedState } {
  const ops = new Operations(kernels);
  const shapes = stateShapes(network, settings);
  const { parameters, statistics, spectralVectors } = unpackState(ops, state, shapes);
  const updated: Record<string, Value> = {};
  const names = Object.keys(parameters);
  const { result, gradients } = differentiate(
    kernels,
    (recorded) => {
      const logits = network.forward(trainingPass(recorded, parameters, statistics, updated), images);
      return { loss: recorded.mean(crossEntropies(recorded, logits, labels)), logits };
    },
    names.map((name) => parameters[name]!),
  );
  const together = pack(ops, Object.fromEntries(names.map((name, i) => [name, gradients[i]!])), shapes.parameters);
  const coupled = coupleGradients(ops, together, network.parameters, settings);
  const { momentum, weightDecay, lipschitz } = settings;
  const moved = momentumStep(ops, state, coupled, { learningRate, momentum, weightDecay });
  const constrained = lipschitz === null ? {} : constrainKernels(ops, network, unpack(ops, moved.parameters, shapes.parameters), spectralVectors, lipschitz, 1);
  return { ...result, next: { ...moved, ...packParts(ops, { statistics: updated, ...constrained }, shapes) } };
}
