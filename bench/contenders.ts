import { execPath } from 'node:process';
import { join } from 'node:path';
import type { Job } from './job';

/** A program that runs a job. */
export interface Contender {
  readonly name: string;
  readonly program: 'ours' | 'pytorch' | 'tensorflow';
  readonly variant: Job['variant'];
  /** left out unless all contenders are asked for */
  readonly optional?: boolean;
}

/** Python interpreters by the library that they can import; undefined where it is not installed. */
export interface Pythons {
  readonly pytorch: string;
  readonly tensorflow: string | undefined;
}

/** Ours, the whole step as one graph; for inference, every layer. */
export const GRAPH: Contender = { name: 'ours, graph', program: 'ours', variant: { execution: 'graph' } };

/** Ours, kernel by kernel. */
export const EAGER: Contender = { name: 'ours, eager', program: 'ours', variant: { execution: 'eager' } };

/** What ours is compared with. */
export const REFERENCE: Contender = { name: 'PyTorch eager, channels_last', program: 'pytorch', variant: { memoryFormat: 'channels_last' } };

/** Others, to see where ours and the reference stand. */
export const OTHERS: readonly Contender[] = [
  { name: 'TensorFlow Python, tf.function', program: 'tensorflow', variant: {}, optional: true },
  { name: 'PyTorch eager, NCHW', program: 'pytorch', variant: { memoryFormat: 'contiguous' }, optional: true },
  { name: 'PyTorch compile, channels_last', program: 'pytorch', variant: { memoryFormat: 'channels_last', compile: true }, optional: true },
];

/** All of them, as tables show them: what was before, what is now, and others. */
export const CONTENDERS: readonly Contender[] = [EAGER, GRAPH, REFERENCE, ...OTHERS];

/** The command line and environment that start a contender's worker on a job. */
export function workerCommand(
  { program }: Contender,
  jobFile: string,
  threads: number,
  pythons: Pythons,
): { readonly command: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  if (program === 'ours') {
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), ITERATIVE_RESNETS_ENGINE: 'native' };
    return { command: execPath, args: ['--import', 'tsx', join(__dirname, 'ours', 'worker.ts'), jobFile], env };
  }
  const env = { ...process.env, PYTHONPATH: join(__dirname, 'python'), OMP_NUM_THREADS: String(threads), TORCHINDUCTOR_COMPILE_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '2' };
  return { command: pythons[program] ?? 'python3', args: [join(__dirname, program, 'worker.py'), jobFile], env };
}
