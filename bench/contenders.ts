import { execPath } from 'node:process';
import { join } from 'node:path';
import type { Job } from './job';

/** A program that runs a job. */
export interface Contender {
  readonly name: string;
  readonly program: 'ours' | 'pytorch';
  readonly variant: Job['variant'];
  /** left out unless all contenders are asked for */
  readonly optional?: boolean;
}

/** What ours is compared with. */
export const REFERENCE: Contender = { name: 'PyTorch eager, channels_last', program: 'pytorch', variant: { memoryFormat: 'channels_last' } };

/** PyTorch otherwise, to see where the reference stands. */
export const OTHER_PYTORCH: readonly Contender[] = [
  { name: 'PyTorch eager, NCHW', program: 'pytorch', variant: { memoryFormat: 'contiguous' }, optional: true },
  { name: 'PyTorch compile, channels_last', program: 'pytorch', variant: { memoryFormat: 'channels_last', compile: true }, optional: true },
];

/** The command line and environment that start a contender's worker on a job. */
export function workerCommand(
  { program }: Contender,
  jobFile: string,
  threads: number,
  python: string,
): { readonly command: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  if (program === 'ours') {
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), ITERATIVE_RESNETS_ENGINE: 'native' };
    return { command: execPath, args: ['--import', 'tsx', join(__dirname, 'ours', 'worker.ts'), jobFile], env };
  }
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), TORCHINDUCTOR_COMPILE_THREADS: '1' };
  return { command: python, args: [join(__dirname, 'pytorch', 'worker.py'), jobFile], env };
}
