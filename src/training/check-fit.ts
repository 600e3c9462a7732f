import type { Dataset } from '../data/dataset';
import { blockFamily } from '../networks/initial-values';
import { isOwn, type Network } from '../networks/network';
import { isConstrained, stageOf } from './lipschitz-constraint';
import type { TrainingSettings } from './settings';

/**
 * Refuses a network, data and settings that do not belong together, before any work.
 * @throws Error in one sentence
 */
export function checkFit({ definition, parameters, stateShapes }: Network, { name, classes, train }: Dataset, { coupling, lipschitz }: TrainingSettings): void {
  if (definition.input.some((length, i) => length !== train.shape[i])) {
    throw new Error(`The network is defined for images of ${definition.input.join(' × ')}, but those of ${name} are ${train.shape.join(' × ')}: set its "input" to the latter.`);
  }
  if (definition.classes !== classes.length) {
    throw new Error(`The network tells ${definition.classes} classes apart, but ${name} has ${classes.length}: ${isOwn(definition) ? 'let its head make a logit for each of them' : 'set its "classes" to the latter'}.`);
  }
  const shared = isOwn(definition) ? -1 : definition.stages.findIndex(({ sharing }) => sharing !== undefined);
  if (coupling > 0 && shared >= 0) {
    throw new Error(`The blocks of stage ${shared + 1} share their convolutions, so their gradients cannot be coupled: set "coupling" to 0.`);
  }
  if (coupling > 0 && !parameters.some((spec) => blockFamily(spec.name) !== undefined)) {
    throw new Error('No block has parameters of its own, so there are no gradients to couple: set "coupling" to 0.');
  }
  const constrained = lipschitz === null ? [] : parameters.filter(isConstrained);
  if (lipschitz !== null && constrained.length === 0) throw new Error('No block has a weight, so there is nothing that the Lipschitz constraint could act on: set "lipschitz" to null.');
  const mapless = constrained.find(({ shape, name: kernel }) => shape.length === 4 && stateShapes[stageOf(kernel) - 1]!.length !== 3);
  if (mapless) throw new Error(`The Lipschitz constraint needs the size of the maps that ${mapless.name} acts on, but the states of stage ${stageOf(mapless.name)} are none: set "lipschitz" to null.`);
}
