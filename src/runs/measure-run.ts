import { stateNorms } from '../analyses/state-norms';
import { untrained } from '../analyses/untrained';
import { take, type Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { effectiveParameters } from '../indices/effective-parameters';
import { lipschitzBounds } from '../indices/lipschitz-bound';
import { measurable, measurableInTraining } from '../indices/measurable-network';
import { measureIndices } from '../indices/measure-indices';
import { evaluate } from '../training/evaluate';
import type { TrainedNetwork } from '../training/trainer';
import type { Measurements } from './measurements';
import type { Run } from './run';

/** Called with the fraction of the measuring that is done; awaited; throws to stop. */
export type OnFraction = (fraction: number) => Promise<void> | void;

/**
 * Measures a trained network as its run asks for it.
 * @param data the run's images
 * @param onFraction called with the fraction of the measuring that is done; throw to stop
 */
export async function measureRun(engine: Engine, run: Run, trained: TrainedNetwork, data: Dataset, onFraction: OnFraction): Promise<Measurements> {
  const seen = take(data.train, Math.min(data.train.size, data.test.size));
  const evaluated = (set: Dataset['test']): Measurements['test'] => ({ images: set.size, ...evaluate(engine, trained.network, trained, set, data) });
  const measurements: Measurements = {
    parameters: trained.network.parameterCount().trainable,
    train: evaluated(seen),
    test: evaluated(data.test),
  };
  const asked = (what: Run['measurements'][number]): boolean => run.measurements.includes(what);
  return {
    ...measurements,
    ...(asked('indices') && { indices: await indicesOf(engine, trained, data, onFraction) }),
    ...(asked('normsAtInitialization') && { normsAtInitialization: normsBefore(engine, run, trained, data) }),
  };
}

async function indicesOf(engine: Engine, trained: TrainedNetwork, data: Dataset, onFraction: OnFraction): Promise<Measurements['indices']> {
  const { network, parameters, statistics } = trained;
  const { accuracy: _, ...indices } = await measureIndices(engine, measurable(trained), data.test, data, 1 / data.classes.length, { onFraction });
  const bounds = lipschitzBounds(engine, network, parameters, statistics);
  return {
    ...indices,
    effectiveParameters: effectiveParameters(network.parameters, parameters),
    lipschitz: bounds.map(({ bound, ...block }) => ({ ...block, bound: bound ?? null })),
  };
}

/** As {@link stateNorms} has them, of the network as its training finds it. */
function normsBefore(engine: Engine, { training }: Run, { network }: TrainedNetwork, data: Dataset): Measurements['normsAtInitialization'] {
  const values = untrained(engine, network, training);
  try {
    return stateNorms(engine, measurableInTraining(values), firstBatch(data, training.batchSize), data);
  } finally {
    values.dispose();
  }
}

/** The training images on which norms and gradients of states are measured. */
export function firstBatch({ train }: Dataset, batchSize: number): Dataset['train'] {
  return take(train, Math.min(batchSize, train.size));
}
