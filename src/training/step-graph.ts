import type { Dataset } from '../data/dataset';
import { normalizationTable } from '../data/normalize';
import { fillingFunction } from '../graph/filling-function';
import { buildGraph, type Graph } from '../graph/graph';
import { GraphFunction, type Variable } from '../graph/graph-function';
import type { Network } from '../networks/network';
import { batchInGraph, imagesInSession } from './batch-in-graph';
import { numberRight } from './right-in-graph';
import { shownValues } from './non-finite';
import { packedSizes, type PackedState } from './packed-state';
import type { TrainingSettings } from './settings';
import { stateShapes } from './training-state';
import { trainingStep } from './training-step';

/** Message of a step that changed nothing because a number that it computed is not finite. */
export const NOT_FINITE = 'a number is not finite';

/** A training as a graph: its state and its images live in a session. */
export interface StepGraph {
  readonly graph: Graph;
  /** parts of the state, each a vector */
  readonly parts: readonly (keyof PackedState)[];
  /** (learning rate [], indices [batch], if images are placed: rows, columns) → loss, number of images that were right */
  readonly step: GraphFunction;
  /** (every part of the state) → nothing of interest */
  readonly fillState: GraphFunction;
  /** () → every part of the state */
  readonly readState: GraphFunction;
  /** (pixels, labels) → nothing of interest */
  readonly fillImages: GraphFunction;
}

/** Whether a step has to mirror or move images. */
export function isPlaced({ augmentation }: TrainingSettings): boolean {
  return augmentation.horizontalFlip || augmentation.translation > 0;
}

/** A part of a state where a session keeps it. */
interface PartVariable extends Variable {
  readonly part: keyof PackedState;
}

/**
 * Emits a training step (forward pass, gradients, coupling, momentum, constraint) as one function, and what fills and reads
 * its variables.
 * @throws Error naming an operation without a gradient, or without a place in graphs
 */
export function buildStepGraph(network: Network, data: Dataset, settings: TrainingSettings): StepGraph {
  const variables = packedSizes(stateShapes(network, settings)).map(({ part, size }): PartVariable => ({ part, name: `state/${part}`, shape: [size], dtype: 'float32' }));
  const { pixels, labels } = imagesInSession(data.train);
  const step = new GraphFunction('step');
  emitStep(step, network, data, variables, settings);
  const readState = new GraphFunction('read_state');
  for (const variable of variables) readState.result(readState.read(variable));
  const [fillState, fillImages] = [fillingFunction('fill_state', variables), fillingFunction('fill_images', [pixels, labels])];
  return { graph: buildGraph([step, fillState, readState, fillImages]), parts: variables.map(({ part }) => part), step, fillState, readState, fillImages };
}

function emitStep(f: GraphFunction, network: Network, data: Dataset, variables: readonly PartVariable[], settings: TrainingSettings): void {
  const { train } = data;
  const [height, width, channels] = train.shape;
  const { batchSize, augmentation } = settings;
  const learningRate = f.argument([], 'float32');
  const indices = f.argument([batchSize], 'int32');
  const placement = isPlaced(settings)
    ? { rows: f.argument([batchSize, height], 'int32'), columns: f.argument([batchSize, width], 'int32'), border: augmentation.translation }
    : undefined;
  const batch = batchInGraph(f, imagesInSession(train), train.shape, normalizationTable(data, channels), indices, placement);

  const state = Object.fromEntries(variables.map((variable) => [variable.part, f.read(variable)])) as unknown as PackedState;
  const { loss, logits, next } = trainingStep(f, network, state, { ...batch, learningRate }, settings);
  for (const value of [loss, ...shownValues(next)]) f.requireFinite(value, NOT_FINITE);
  for (const variable of variables) f.assign(variable, next[variable.part]!);
  f.result(loss);
  f.result(numberRight(f, logits, batch.labels));
}
