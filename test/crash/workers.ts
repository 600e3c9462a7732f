import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Said } from './worker';

/** A process that trains runs, of one thread, whose end is awaited by those who wait for anything that it says. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly said: Said[] = [];
  private wake: () => void = () => undefined;
  private gone = false;
  private ready = false;

  private static readonly all: Worker[] = [];

  constructor() {
    Worker.all.push(this);
    this.child = fork(join(__dirname, 'worker.ts'), [], {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1' },
    });
    this.child.on('message', (said: Said) => {
      this.said.push(said);
      this.wake();
    });
    this.child.on('exit', () => {
      this.gone = true;
      this.wake();
    });
  }

  /** Has it train a run, as soon as it is ready. */
  async order(order: Order): Promise<void> {
    if (!this.ready) await this.expect('ready');
    this.ready = true;
    this.child.send(order);
  }

  /** The next thing that it says; undefined: it has ended. */
  async next(): Promise<Said | undefined> {
    while (this.said.length === 0 && !this.gone) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.said.shift();
  }

  /** Waits for one kind of message. @throws Error when the process ends instead, or says something else */
  async expect<K extends Said['kind']>(kind: K): Promise<Extract<Said, { kind: K }>> {
    const said = await this.next();
    if (said?.kind !== kind) throw new Error(`The worker ${said ? `said ${JSON.stringify(said)}` : 'ended'} instead of “${kind}”.`);
    return said as Extract<Said, { kind: K }>;
  }

  /** How its order ended. @throws Error when the process ends instead */
  async outcome(): Promise<string> {
    for (;;) {
      const said = await this.next();
      if (!said) throw new Error('The worker ended in the middle of its order.');
      if (said.kind === 'ended') return said.outcome;
    }
  }

  /** Whether it has said this, and nobody has heard it yet. */
  hasSaid(kind: Said['kind']): boolean {
    return this.said.some((said) => said.kind === kind);
  }

  /** Leaves none behind, however a test ends. */
  static async killAll(): Promise<void> {
    await Promise.all(Worker.all.map((worker) => worker.kill()));
  }

  /** kill -9, then waits until the process is gone. */
  async kill(): Promise<void> {
    if (this.gone) return;
    const exit = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await exit;
  }
}
