import type { Dataset } from '../data/dataset';
import type { ResidualNetwork } from '../networks/residual-network';
import type { TrainingSettings } from './settings';

/**
 * Refuses a network, data and settings that do not belong together, before any work.
 * @throws Error in one sentence
 */
export function checkFit({ definition }: ResidualNetwork, { name, classes, train }: Dataset, { coupling }: TrainingSettings): void {
  if (definition.input.some((length, i) => length !== train.shape[i])) {
    throw new Error(`The network is defined for images of ${definition.input.join(' × ')}, but those of ${name} are ${train.shape.join(' × ')}: set its "input" to the latter.`);
  }
  if (definition.classes !== classes.length) {
    throw new Error(`The network tells ${definition.classes} classes apart, but ${name} has ${classes.length}: set its "classes" to the latter.`);
  }
  const shared = definition.stages.findIndex(({ sharing }) => sharing !== undefined);
  if (coupling > 0 && shared >= 0) {
    throw new Error(`The blocks of stage ${shared + 1} share their convolutions, so their gradients cannot be coupled: set "coupling" to 0.`);
  }
}
