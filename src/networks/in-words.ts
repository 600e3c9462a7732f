import { shownAs } from '../engine/shown-as';
import type { NetworkValues } from './measurable-network';
import type { Network } from './network';

const number = (value: number): string => value.toLocaleString('en-US');

/** What a network is, in two lines: images and classes, then each stage's blocks, their state's shape, and how many parameters there are. */
export function networkInWords(network: Network): string {
  const { definition: { input, classes, normalization, stages }, stateShapes } = network;
  const each = stages.map(({ blocks }, s) => `${blocks} ${blocks === 1 ? 'block' : 'blocks'} on [${(stateShapes[s] ?? []).join(', ')}]`);
  return (
    `${network.constructor.name}: images [${input.join(', ')}] to ${classes} classes, normalization ${normalization}\n` +
    `  ${stages.length} ${stages.length === 1 ? 'stage' : 'stages'}: ${each.join('; ')}; ${number(network.parameterCount().trainable)} parameters`
  );
}

/** A network's values that are shown as what they are of, and where they are. @param more what else there is to say of them */
export function shownAsValues<T extends NetworkValues>(values: T, more = ''): T {
  const { network, parameters, statistics } = values;
  const tensors = Object.keys(parameters).length + Object.keys(statistics).length;
  return shownAs(values, () => `${networkInWords(network)}\n  ${more}its values are ${tensors} tensors in the engine’s memory, until dispose()`);
}
