import { EagerExecution } from '../../src/training/eager-execution';
import { GraphExecution } from '../../src/training/graph-execution';

/** How ours can run a training step. */
export const EXECUTIONS = { eager: EagerExecution, graph: GraphExecution } as const;

export type ExecutionName = keyof typeof EXECUTIONS;
