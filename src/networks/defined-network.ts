import { isOwn, type Network } from './network';
import { OwnNetwork } from './own-network';
import { ResidualNetwork } from './residual-network';

/** The network that a definition is of. @throws Error where the text of a network of one's own is not of what is said beside it */
export function definedNetwork(definition: Network['definition']): Network {
  if (!isOwn(definition)) return new ResidualNetwork(definition);
  const network = new OwnNetwork(definition.source);
  const said = ({ input, classes, normalization, stages }: Network['definition']): string => JSON.stringify([input, classes, normalization, stages.map(({ blocks }) => blocks)]);
  if (said(network.definition) !== said(definition)) throw new Error('The network of a run is not what its text makes: take the whole "definition" of an OwnNetwork.');
  return network;
}
