import type { Engine } from '../../src/engine/engine';
import { ResidualNetwork } from '../../src/networks/residual-network';
import type { Job } from '../job';

/** One call, the part that is timed; what it returns gives the loss, and is not timed. */
export type Task = () => (() => number) | Promise<() => number>;

/** Makes a task ready, so that a call does only what is compared. */
export type PrepareTask = (engine: Engine, job: Job) => Task;

/** @throws Error for a network that is not the project's own, which has no such task */
export function ownNetwork({ network, task }: Job): ResidualNetwork {
  if ('torchvision' in network) throw new Error(`${task} is a task of the project's own networks.`);
  return new ResidualNetwork(network);
}
