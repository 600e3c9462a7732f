import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Where the times were taken. */
export interface Machine {
  readonly processor: string;
  /** its widest instructions for vectors and matrices, as far as the system tells */
  readonly instructions: readonly string[];
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  /** used by every contender */
  readonly threads: number;
}

/** By their flags, the wider ones of a kind first. */
const INSTRUCTIONS = [{ avx512f: 'AVX-512', avx2: 'AVX2' }, { amx_bf16: 'AMX' }];

export function machine(threads: number): Machine {
  const flags = existsSync('/proc/cpuinfo') ? new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ')) : new Set();
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    instructions: INSTRUCTIONS.flatMap((kind) => Object.entries(kind).find(([flag]) => flags.has(flag))?.[1] ?? []),
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    threads,
  };
}

/** E.g. `2 cores of Intel(R) Xeon(R) Processor with AVX-512, 24 GB, Linux 6`. */
export function machineInWords({ processor, instructions, cores, memoryGB, system }: Machine): string {
  const vectors = instructions.length > 0 ? ` with ${instructions.join(', ')}` : '';
  return `${cores} cores of ${processor}${vectors}, ${memoryGB} GB, ${system}`;
}

export const threadsInWords = (threads: number): string => `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
