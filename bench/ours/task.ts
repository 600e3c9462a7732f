import type { Engine } from '../../src/engine/engine';
import type { ResidualNetwork } from '../../src/networks/residual-network';
import type { Job } from '../job';

/** One call, the part that is timed; what it returns gives the loss, and is not timed. */
export type Task = () => (() => number) | Promise<() => number>;

/** Makes a task ready, so that a call does only what is compared. */
export type PrepareTask = (engine: Engine, network: ResidualNetwork, job: Job) => Task;
