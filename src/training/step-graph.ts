import type { Dataset } from '../data/dataset';
import { normalizationTable } from '../data/normalize';
import type { Value } from '../engine/values';
import { fillingFunction } from '../graph/filling-function';
import { buildGraph, type Graph } from '../graph/graph';
import { GraphFunction, type Variable } from '../graph/graph-function';
import type { ResidualNetwork } from '../networks/residual-network';
import { batchInGraph, imagesInSession } from './batch-in-graph';
import { numberRight } from './right-in-graph';
import { shownValues } from './non-finite';
import type { TrainingSettings } from './settings';
import { STATE_PARTS, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

/** Message of a step that changed nothing because a number that it computed is not finite. */
export const NOT_FINITE = 'a number is not finite';

/** A training as a graph: its state and its images live in a session. */
export interface StepGraph {
  readonly graph: Graph;
  /** (learning rate [], indices [batch], if images are placed: rows, columns) → loss, number of images that were right */
  readonly step: GraphFunction;
  /** (every value of the state, in the order of {@link stateEntries}) → nothing of interest */
  readonly fillState: GraphFunction;
  /** () → every value of the state */
  readonly readState: GraphFunction;
  /** (pixels, labels) → nothing of interest */
  readonly fillImages: GraphFunction;
}

/** Names of a state's values and the values, in a fixed order. */
export function stateEntries(state: TrainingState): { readonly part: keyof TrainingState; readonly name: string; readonly value: Value }[] {
  return STATE_PARTS.flatMap((part) => Object.entries(state[part]).map(([name, value]) => ({ part, name, value })));
}

/** Whether a step has to mirror or move images. */
export function isPlaced({ augmentation }: TrainingSettings): boolean {
  return augmentation.horizontalFlip || augmentation.translation > 0;
}

/**
 * Emits a training step (forward pass, gradients, coupling, momentum, constraint) as one function, and what fills and reads
 * its variables.
 * @param start a state, of which only names and shapes matter
 * @throws Error naming an operation without a gradient, or without a place in graphs
 */
export function buildStepGraph(network: ResidualNetwork, data: Dataset, start: TrainingState, settings: TrainingSettings): StepGraph {
  const variables = stateEntries(start).map(({ part, name, value }): Variable => ({ name: `${part}/${name}`, shape: value.shape, dtype: 'float32' }));
  const { pixels, labels } = imagesInSession(data.train);
  const step = new GraphFunction('step');
  emitStep(step, network, data, variables, start, settings);
  const readState = new GraphFunction('read_state');
  for (const variable of variables) readState.result(readState.read(variable));
  const [fillState, fillImages] = [fillingFunction('fill_state', variables), fillingFunction('fill_images', [pixels, labels])];
  return { graph: buildGraph([step, fillState, readState, fillImages]), step, fillState, readState, fillImages };
}

function emitStep(
  f: GraphFunction,
  network: ResidualNetwork,
  data: Dataset,
  variables: readonly Variable[],
  start: TrainingState,
  settings: TrainingSettings,
): void {
  const { train } = data;
  const [height, width, channels] = train.shape;
  const { batchSize, augmentation } = settings;
  const learningRate = f.argument([], 'float32');
  const indices = f.argument([batchSize], 'int32');
  const placement = isPlaced(settings)
    ? { rows: f.argument([batchSize, height], 'int32'), columns: f.argument([batchSize, width], 'int32'), border: augmentation.translation }
    : undefined;
  const batch = batchInGraph(f, imagesInSession(train), train.shape, normalizationTable(data, channels), indices, placement);

  const state: Record<keyof TrainingState, Record<string, Value>> = { parameters: {}, velocities: {}, statistics: {}, spectralVectors: {} };
  stateEntries(start).forEach(({ part, name }, i) => (state[part][name] = f.read(variables[i]!)));
  const { loss, logits, next } = trainingStep(f, network, state, { ...batch, learningRate }, settings);
  for (const value of [loss, ...shownValues(next)]) f.requireFinite(value, NOT_FINITE);
  stateEntries(start).forEach(({ part, name }, i) => f.assign(variables[i]!, next[part][name]!));
  f.result(loss);
  f.result(numberRight(f, logits, batch.labels));
}
