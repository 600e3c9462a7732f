import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDefinition, NetworkInput } from '../src/networks/definition';
import type { ParameterSpec } from '../src/networks/pass';
import { ResidualNetwork } from '../src/networks/residual-network';
import { workerCommand, type Contender, type Pythons } from './contenders';
import type { Job, Ready, TaskName } from './job';
import { tensorsOf, type TorchvisionNetwork } from './torchvision';
import { writeMaterial } from './material';
import { Worker } from './measuring/worker';

/** What is run again and again while it is timed. */
export interface Workload<Of extends NetworkInput | TorchvisionNetwork = NetworkInput> {
  readonly task: TaskName;
  readonly network: Of;
  /** images in the batch */
  readonly batch: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** A learning rate that leaves the loss of random labels far above 0 for as long as a comparison takes. */
const LEARNING_RATE = 0.01;
const SEED = 1;

/** Writes what all contenders of a workload share into a folder of its own; says what each is told besides its variant and threads. */
export function prepareWorkload({ task, network: input, batch, momentum, weightDecay }: Workload<NetworkInput | TorchvisionNetwork>, folder: string): Omit<Job, 'variant' | 'threads'> {
  const { network, tensors } = 'torchvision' in input ? { network: input, tensors: tensorsOf(input) } : ofOurs(input);
  const material = join(folder, randomUUID());
  mkdirSync(material);
  writeMaterial(material, network, tensors, batch, SEED);
  const channels = network.input[2];
  const normalization = { mean: Array<number>(channels).fill(0.5), standardDeviation: Array<number>(channels).fill(0.25) };
  return { task, network, batch, normalization, seed: SEED, learningRate: LEARNING_RATE, momentum, weightDecay, material };
}

function ofOurs(input: NetworkInput): { readonly network: NetworkDefinition; readonly tensors: readonly ParameterSpec[] } {
  const { definition, parameters, statistics } = new ResidualNetwork(input);
  return { network: definition, tensors: [...parameters, ...statistics] };
}

/**
 * Starts a contender's process on a prepared workload and leaves it stopped.
 * @throws Error with what it printed when it cannot start
 */
export async function startWorker(
  contender: Contender,
  workload: Omit<Job, 'variant' | 'threads'>,
  threads: number,
  pythons: Pythons,
): Promise<{ readonly worker: Worker; readonly ready: Ready }> {
  const job: Job = { ...workload, threads, variant: contender.variant };
  const file = join(workload.material, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(job));
  const { command, args, env } = workerCommand(contender, file, threads, pythons);
  return Worker.start(contender.name, command, args, env);
}
