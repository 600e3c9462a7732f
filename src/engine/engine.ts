import type * as tfc from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import type { KernelRunner } from './kernels';
import type { NativeBackend } from './native-backend';
import { NativeKernels } from './native-kernels';
import { PortableKernels } from './portable-kernels';
import { shownAs } from './shown-as';

/** The engines, best first. */
export const ENGINE_NAMES = ['native', 'wasm', 'javascript'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What computed a result: recorded with every result, since bits may differ between engines and thread counts. */
export interface EngineReport {
  readonly engine: EngineName;
  readonly device: 'CPU' | 'GPU';
  /** version of TensorFlow's C library; undefined without it */
  readonly tensorflow: string | undefined;
  readonly tfjs: string;
  readonly node: string;
  readonly threads: number;
  readonly oneDNN: boolean;
  /** newest of the processor's instructions that oneDNN may use, e.g. `AVX2`; undefined without oneDNN */
  readonly instructions: string | undefined;
  /** what does not work or is slow, and how to mend it; undefined on the native engine */
  readonly warning: string | undefined;
}

/** An engine in words, e.g. `TensorFlow 2.18.1 on the CPU`. */
export function engineName({ engine, device, tensorflow, tfjs }: EngineReport): string {
  return engine === 'native' ? `TensorFlow ${tensorflow} on the ${device}` : `tfjs ${tfjs} on ${engine === 'wasm' ? 'WebAssembly' : 'JavaScript'}`;
}

/** tfjs, the kernels that networks run on, and what they are. */
export interface Engine {
  readonly tf: typeof tfc;
  readonly kernels: KernelRunner;
  readonly report: EngineReport;
}

/** TensorFlow's C library. @throws Error when the engine is another one */
export function nativeBackend({ tf, report }: Engine): NativeBackend {
  if (report.engine !== 'native') throw new Error(`Graphs run on the native engine only, and this one is ${report.engine}.`);
  return tf.backend() as unknown as NativeBackend;
}

let started: Promise<Engine> | undefined;

/**
 * Starts the engine, once a process: TensorFlow's C library (GPU if it sees one), else WebAssembly, else JavaScript.
 * Environment variables: `ITERATIVE_RESNETS_ENGINE` (native, wasm or javascript) forces one;
 * `TF_NUM_INTRAOP_THREADS` fixes the threads (default: the machine's cores), `TF_ENABLE_ONEDNN_OPTS` oneDNN (default 1) and
 * `ONEDNN_MAX_CPU_ISA` the newest of the processor's instructions that it may use (default AVX2).
 * @throws Error when a forced engine is unknown or cannot start
 */
export function startEngine(): Promise<Engine> {
  started ??= chooseEngine();
  return started;
}

/** What of a report is fixed before the native library loads, which reads it then. */
type Execution = Pick<EngineReport, 'threads' | 'oneDNN' | 'instructions'>;

function fixExecution(): Execution {
  const cores = String(availableParallelism());
  const threads = (process.env.TF_NUM_INTRAOP_THREADS ??= cores);
  if (!/^[1-9]\d*$/.test(threads)) {
    throw new Error(`TF_NUM_INTRAOP_THREADS is "${threads}"; set it to a whole number of threads, for example ${cores}, or unset it.`);
  }
  process.env.TF_NUM_INTEROP_THREADS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // oneDNN's matrix product for Eigen lets its stack pointer point into the heap, where a signal's handler (an
  // interrupted cell) would overwrite what is there; Eigen's own is as fast for what is left to it.
  process.env.TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL ??= 'false';
  // Else TensorFlow prepares every convolution of more than 32 images anew at every call, a tenth of a small network's step.
  process.env.TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE ??= 'false';
  const oneDNN = (process.env.TF_ENABLE_ONEDNN_OPTS ??= '1') !== '0';
  // Else bits differ between processors that have AVX-512 and those that do not, even under one name ("AMD EPYC"); it gains a few hundredths.
  const instructions = (process.env.ONEDNN_MAX_CPU_ISA ??= 'AVX2');
  return { threads: Number(threads), oneDNN, instructions: oneDNN ? instructions : undefined };
}

async function chooseEngine(): Promise<Engine> {
  const execution = fixExecution();
  const forced = process.env.ITERATIVE_RESNETS_ENGINE;
  if (forced !== undefined && !ENGINE_NAMES.includes(forced as EngineName)) {
    throw new Error(`ITERATIVE_RESNETS_ENGINE is "${forced}"; set it to one of ${ENGINE_NAMES.join(', ')}, or unset it.`);
  }
  const failures: string[] = [];
  for (const name of forced === undefined ? ENGINE_NAMES : [forced as EngineName]) {
    try {
      return shown(name === 'native' ? startNative(execution) : await startPortable(name, failures));
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(`No engine could start (${failures.join('; ')}). Run "npm run doctor" to see what is missing.`);
}

/** Shown without all that tfjs is. */
function shown(engine: Engine): Engine {
  const { threads, oneDNN } = engine.report;
  return shownAs(engine, () => `Engine: ${engineName(engine.report)}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${oneDNN ? ', oneDNN' : ''}; its report says more, its tf is all of tfjs`);
}

function startNative(execution: Execution): Engine {
  // Node 23 removed what tfjs-node 4.22 still calls.
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- must load after the environment is fixed, and may be missing
  const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfc;
  const backend = tf.backend() as unknown as NativeBackend;
  return {
    tf,
    kernels: new NativeKernels(tf, backend),
    report: {
      engine: 'native',
      device: backend.isUsingGpuDevice ? 'GPU' : 'CPU',
      tensorflow: backend.binding.TF_Version,
      tfjs: tf.version_core,
      node: process.version,
      ...execution,
      warning: undefined,
    },
  };
}

async function startPortable(name: 'wasm' | 'javascript', failures: readonly string[]): Promise<Engine> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where the native engine is not
  const tf = require('@tensorflow/tfjs') as typeof tfc;
  tf.enableProdMode(); // without its advice to install another package
  if (name === 'wasm') {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- registers the WebAssembly back end
    const { setThreadsCount } = require('@tensorflow/tfjs-backend-wasm') as { setThreadsCount: (threads: number) => void };
    setThreadsCount(1); // its threads do not start in Node
  }
  if (!(await tf.setBackend(name === 'wasm' ? 'wasm' : 'cpu'))) throw new Error('its back end did not start');
  await tf.ready();
  const slower = name === 'wasm' ? 'tens of times' : 'hundreds of times';
  const reason = failures.length > 0 ? ` because the native one could not start (${failures.join('; ')})` : '';
  return {
    tf,
    kernels: new PortableKernels(tf),
    report: {
      engine: name,
      device: 'CPU',
      tensorflow: undefined,
      tfjs: tf.version_core,
      node: process.version,
      threads: 1,
      oneDNN: false,
      instructions: undefined,
      warning:
        `Running on the ${name === 'wasm' ? 'WebAssembly' : 'pure JavaScript'} engine${reason}: everything works, ` +
        `but training and measuring are ${slower} slower. "npm run doctor" says how to get the native engine.`,
    },
  };
}
