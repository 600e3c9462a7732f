import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { experiment } from '../../src/experiments/experiments';
import { findRun, openStore, type RunStore, type StoredRun } from '../../src/runs/run-store';
import { scratchFolder } from '../data/scratch';

const { runs } = experiment('mnist', 'smoke');

/** `npm run train`, as a shell starts it: in a process group of its own, which is what Ctrl-C interrupts. */
function train({ folder }: RunStore): { child: ChildProcess; ended: Promise<{ status: number; said: string }> } {
  const child = spawn('npm', ['run', '--silent', 'train', '--', '--preset', 'smoke', '--experiment', 'mnist'], {
    cwd: join(__dirname, '..', '..'),
    env: { ...process.env, RUNS_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { child, ended: once(child, 'close').then(([code, signal]) => ({ status: asShellsSay(code as number | null, signal as NodeJS.Signals | null), said })) };
}

/** npm ends itself by the signal that it got, and `$?` is this then. */
const asShellsSay = (code: number | null, signal: NodeJS.Signals | null): number => code ?? 128 + constants.signals[signal!];

const found = (store: RunStore): StoredRun[] => runs.map((run) => findRun(store, run));
const inStatus = (wanted: StoredRun['status'], stored: readonly StoredRun[]): StoredRun[] => stored.filter(({ status }) => status === wanted);

test('Ctrl-C leaves a training with status 130 and all that was done, and the same command goes on from there', async (context) => {
  const store = openStore(await scratchFolder(context));
  const first = train(store);
  const underWay = (): boolean => {
    const now = found(store);
    return inStatus('done', now).length > 0 && inStatus('running', now).some(({ progress }) => progress !== undefined && progress.step > 0);
  };
  while (!underWay()) {
    assert.equal(first.child.exitCode, null, 'it ended before it was interrupted');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.kill(-first.child.pid!, 'SIGINT');
  const interrupted = await first.ended;
  assert.equal(interrupted.status, 130, interrupted.said);
  const left = found(store);
  const done = inStatus('done', left);
  const stopped = inStatus('stopped', left);
  const whole = /\nStopped after (\d+) of (\d+) networks trained and measured, [^\n]*: Interrupted; the next start goes on from here\.\n/.exec(interrupted.said);
  assert.equal(Number(whole?.[2]), runs.length, interrupted.said);
  // A run may be done while its process is asked to leave.
  assert.ok(Number(whole![1]) <= done.length && done.length - Number(whole![1]) <= 2, `${done.length} are done, ${interrupted.said}`);
  assert.equal(done.length + stopped.length + inStatus('new', left).length, runs.length, 'nobody is at a run any more');
  const saved = stopped.filter(({ environment }) => environment[0]!.toStep > 0);
  assert.ok(saved.length > 0, 'what was under way is saved');

  const { status, said } = await train(store).ended;
  assert.equal(status, 0, said);
  assert.match(said, new RegExp(`^${runs.length - done.length} networks to train \\(${done.length} of ${runs.length} are done\\)`));
  assert.equal(inStatus('done', found(store)).length, runs.length);
  const starts = ({ run }: StoredRun): number[] => findRun(store, run).environment.map(({ fromStep }) => fromStep);
  for (const each of done) assert.deepEqual(starts(each), [0], 'what was done is not done again');
  for (const each of saved) assert.deepEqual(starts(each), [0, each.environment[0]!.toStep]);
});
