import { Help, Problem, problemFrom } from '../system/problem.mjs';

/**
 * The commands, each in a file of its own, loaded when asked for.
 * @type {Readonly<Record<string, () => Promise<(args: string[]) => number | Promise<number>>>>}
 */
const commands = {
  'set-up': async () => (await import('./set-up.mjs')).setUpAll,
  reproduce: async () => (await import('./reproduce.mjs')).reproduce,
  test: async () => (await import('./test.mjs')).test,
  start: async () => (await import('./start.mjs')).start,
  doctor: async () => (await import('./doctor.mjs')).doctor,
  'kernel:install': async () => (await import('./kernel.mjs')).installKernel,
  'kernel:uninstall': async () => (await import('./kernel.mjs')).uninstallKernel,
  measure: async () => (await import('./measure.mjs')).measure,
  bench: async () => (await import('./bench.mjs')).bench,
  plan: async () => (await import('./experiments.mjs')).plan,
  train: async () => (await import('./experiments.mjs')).train,
  status: async () => (await import('./experiments.mjs')).status,
  collect: async () => (await import('./experiments.mjs')).collect,
  check: async () => (await import('./check.mjs')).check,
  claims: async () => (await import('./claims.mjs')).claims,
  sweep: async () => (await import('./sweep.mjs')).sweep,
  'test:slurm': async () => (await import('./test-slurm.mjs')).testSlurm,
  'test:crash': async () => (await import('./test-crash.mjs')).testCrash,
  docs: async () => (await import('./docs.mjs')).docs,
};

/** @param {unknown} error */
const isSystemError = (error) => error instanceof Error && 'syscall' in error;

/**
 * Runs one of the project's commands and leaves its result as the exit status of this process.
 * @param {readonly string[]} args the command's name, then its arguments
 */
export async function command([name = '', ...args]) {
  // A reader that has seen enough, as head has, ends the command.
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  try {
    const load = commands[name];
    if (!load) throw new Problem(`Unknown command '${name}': use one of ${Object.keys(commands).join(', ')}.`);
    const run = await load();
    process.exitCode = await run(args);
  } catch (error) {
    if (error instanceof Help) {
      console.log(error.message);
      return;
    }
    process.exitCode = 1;
    console.error(error instanceof Problem ? error.message : isSystemError(error) ? problemFrom(String(error), `npm run ${name} was at work`).message : error);
  }
}
