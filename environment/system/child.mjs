/**
 * Child processes. Those of set-up run in process groups of their own and are recorded on disk, so that a set-up that was
 * killed leaves nothing that the next one cannot find and end.
 */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { installed, root } from './paths.mjs';
import { Problem, problemFrom } from './problem.mjs';

const records = join(installed, 'children');

/** @type {Set<number>} process groups started here that have not ended */
const groups = new Set();

/**
 * When a process started, as its operating system tells it: with the id this names one process, although ids are reused.
 * @param {number} pid
 * @returns {string | undefined} undefined where no such process runs
 */
export function startOf(pid) {
  if (process.platform !== 'linux') return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

/** @param {number} group */
function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ends what a killed set-up left running. Only the holder of the set-up's lock may call this. */
export function endLeftovers() {
  mkdirSync(records, { recursive: true });
  for (const name of readdirSync(records)) {
    const pid = Number(name);
    if (startOf(pid) === readFileSync(join(records, name), 'utf8')) endGroup(pid);
    rmSync(join(records, name), { force: true });
  }
}

process.on('exit', () => groups.forEach(endGroup));

/**
 * Runs a command of set-up to its end, silently: its output goes to a log file.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} options
 * @param {string} options.doing what this does, as it follows "while" in an error
 * @param {string} options.log file that the output is appended to
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {(line: string) => void} [options.onLine] receives each line of output
 * @param {boolean} [options.endWithUs] whether it has to end when this process is killed; a system's package manager must not
 * @returns {Promise<void>}
 * @throws {import('./problem.mjs').Problem} when the command cannot start or exits with another status than 0
 */
export async function run(command, args, { doing, log, env = process.env, cwd = root, onLine, endWithUs = true }) {
  mkdirSync(dirname(log), { recursive: true });
  appendFileSync(log, `\n$ ${[command, ...args].join(' ')}\n`);
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid !== undefined && endWithUs) {
    groups.add(pid);
    mkdirSync(records, { recursive: true });
    writeFileSync(join(records, String(pid)), startOf(pid) ?? '');
  }
  let tail = '';
  let unfinished = '';
  /** @param {string} text */
  const receive = (text) => {
    try {
      appendFileSync(log, text);
    } catch {
      // On a full disk the log ends here; the tail below still tells why the command failed.
    }
    tail = (tail + text).slice(-20_000);
    const lines = (unfinished + text).split(/\r?\n|\r/);
    unfinished = lines.pop() ?? '';
    if (onLine) lines.forEach(onLine);
  };
  child.stdout.setEncoding('utf8').on('data', receive);
  child.stderr.setEncoding('utf8').on('data', receive);
  const status = await new Promise((/** @type {(status: number | string | null) => void} */ resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (pid !== undefined) {
    groups.delete(pid);
    rmSync(join(records, String(pid)), { force: true });
  }
  if (status !== 0) throw problemFrom(tail || String(status), doing, relative(root, log));
}

/**
 * @param {string} command
 * @param {Error} error
 */
const unstartable = (command, error) => {
  const reason = error.message.includes('ENOENT') ? 'it is not there' : error.message.includes('EACCES') ? 'this user may not run it' : error.message;
  const ours = command.startsWith(installed) ? '; if that does not help, delete .environment' : '';
  return `${command} could not be started (${reason}): run \`npm run set-up\`${ours}.`;
};

/** @type {Set<Promise<number>>} commands that run in the foreground, side by side where there are several */
const running = new Set();

/**
 * Runs a command in the foreground: it has the terminal, and Ctrl-C reaches it directly, SIGTERM through us; if that ends it, it ends us too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {string} [options.name] stands before every line that it prints, where several run at once
 * @returns {Promise<number>} its exit status, 128 and more if a signal ended it
 */
export async function attach(command, args, { env = process.env, cwd = root, name } = {}) {
  /** @type {number | undefined} */
  let stopped;
  const note = () => (stopped = 130);
  const pass = () => {
    stopped = 143;
    child.kill('SIGTERM');
  };
  // Before the command is there: whoever hears of it may interrupt or end us at once. Neither is called before `child` is set.
  process.on('SIGINT', note);
  process.on('SIGTERM', pass);
  const child = spawn(command, args, { cwd, env, stdio: name === undefined ? 'inherit' : ['inherit', 'pipe', 'pipe'] });
  for (const [from, to] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
    if (from) createInterface({ input: from }).on('line', (line) => to.write(`${name}: ${line}\n`));
  }
  const ended = new Promise((/** @type {(status: number) => void} */ resolve, reject) => {
    child.once('error', (error) => reject(new Problem(unstartable(command, error))));
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  running.add(ended);
  try {
    const status = await ended.finally(() => running.delete(ended));
    // Of one Ctrl-C the command's end may be heard of before the signal to ourselves.
    if (status !== 0) await sleep(50);
    if (stopped !== undefined && (status !== 0 || name !== undefined)) {
      // Those beside it have the signal too.
      await Promise.allSettled(running);
      process.exit(stopped);
    }
    return status;
  } finally {
    process.off('SIGINT', note);
    process.off('SIGTERM', pass);
  }
}

/**
 * Runs a short command and returns what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, seconds?: number }} [options]
 * @returns {{ ok: boolean, output: string }} `ok` is false where it does not exist, failed, or took too long
 */
export function ask(command, args, { env = process.env, seconds = 30 } = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', timeout: 1000 * seconds });
  return error ? { ok: false, output: '' } : { ok: status === 0, output: `${stdout}${stderr}`.trim() };
}
