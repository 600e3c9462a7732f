import type { Operations } from '../engine/operations';
import type { Value, Values } from '../engine/values';
import type { Pass } from './pass';

function valueOf(values: Values, name: string): Value {
  const value = values[name];
  if (!value) throw new Error(`The network's values lack "${name}": they belong to another network.`);
  return value;
}

/** A pass that uses stored statistics: for evaluation, indices and analyses. */
export function inferencePass(ops: Operations, parameters: Values, statistics: Values): Pass {
  return {
    ops,
    training: false,
    parameter: (spec) => valueOf(parameters, spec.name),
    statistic: (spec) => valueOf(statistics, spec.name),
    updateStatistic: () => undefined,
  };
}

/**
 * A pass that uses each batch's statistics and collects the running ones.
 * @param updated receives the running statistics by name; a statistic that is used again goes on from there
 */
export function trainingPass(ops: Operations, parameters: Values, statistics: Values, updated: Record<string, Value>): Pass {
  return {
    ops,
    training: true,
    parameter: (spec) => valueOf(parameters, spec.name),
    statistic: (spec) => updated[spec.name] ?? valueOf(statistics, spec.name),
    updateStatistic: (name, value) => {
      updated[name] = value;
    },
  };
}
