import type { Engine } from '../../src/engine/engine';
import { numberOf } from '../../src/engine/tensors';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { trainingStep } from '../../src/training/training-step';
import { packedTensors, unpackedTensors } from '../../src/training/packed-state';
import { stateShapes, stepState, type TrainingState } from '../../src/training/training-state';
import { labelTensor, pytorchCases, tensor, tensors, type EncodedTensor, type EncodedTensors } from '../engine/pytorch';

/** Five training steps in PyTorch (test/fixtures/pytorch/trajectories.py). */
export interface Trajectory {
  readonly normalization: string;
  readonly coupling: number;
  readonly lipschitz: number | null;
  readonly spectralVectors: EncodedTensors;
  readonly losses: number[];
  readonly end: Readonly<Record<keyof TrainingState, EncodedTensors>>;
}

interface Trajectories {
  readonly batches: { readonly images: EncodedTensor; readonly labels: EncodedTensor }[];
  readonly rates: number[];
  readonly momentum: number;
  readonly weightDecay: number;
  readonly start: Readonly<Record<string, { readonly definition: NetworkInput; readonly parameters: EncodedTensors; readonly statistics: EncodedTensors }>>;
  readonly runs: Trajectory[];
}

const cases = pytorchCases('trajectories') as Trajectories;
export const trajectories = cases.runs;

export function nameOf({ normalization, coupling, lipschitz }: Trajectory): string {
  return `normalization ${normalization}, λ = ${coupling}, ${lipschitz === null ? 'no constraint' : `c = ${lipschitz}`}`;
}

/** The same five steps here. */
export function runTrajectory(engine: Engine, { normalization, coupling, lipschitz, spectralVectors }: Trajectory): { losses: number[]; state: TrainingState } {
  const { tf, kernels } = engine;
  const { definition, parameters, statistics } = cases.start[normalization]!;
  const network = new ResidualNetwork(definition);
  const start: TrainingState = {
    parameters: tensors(tf, parameters),
    statistics: tensors(tf, statistics),
    velocities: Object.fromEntries(network.parameters.map(({ name, shape }) => [name, tf.zeros([...shape])])),
    spectralVectors: tensors(tf, spectralVectors),
  };
  const { momentum, weightDecay } = cases;
  const shapes = stateShapes(network, { lipschitz });
  let state = packedTensors(engine, start, shapes);
  const losses = cases.batches.map(({ images, labels }, step) => {
    const done = stepState(tf, state, () => {
      const input = { images: tensor(tf, images), labels: labelTensor(tf, labels), learningRate: tf.scalar(cases.rates[step]!) };
      const { loss, next } = trainingStep(kernels, network, state, input, { coupling, couplingBy: 'mean', lipschitz, momentum, weightDecay });
      return { state: next, loss: numberOf(loss) };
    });
    state = done.state;
    return done.loss;
  });
  return { losses, state: unpackedTensors(engine, state, shapes) };
}
