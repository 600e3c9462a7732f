import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Ready } from '../job';

/** A contender's process. It stands still but for the turns that it is given. */
export class Worker {
  private readonly lines: AsyncIterator<string, undefined>;
  private complaints = '';

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcessWithoutNullStreams,
  ) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints = (this.complaints + text).slice(-2000)));
    child.stdin.on('error', () => undefined); // the end of its output says that it died, and why
  }

  /**
   * Starts a worker and leaves it stopped.
   * @throws Error with what it printed when it cannot start
   */
  static async start(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ worker: Worker; ready: Ready }> {
    const child = spawn(command, args, { env, stdio: 'pipe' });
    const notFound = new Promise<never>((_, reject) => child.once('error', (error) => reject(new Error(`${name} cannot start: ${error.message}`))));
    const endWithUs = (): boolean => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    const worker = new Worker(name, child);
    const ready = (await Promise.race([worker.line(), notFound])) as Ready;
    child.kill('SIGSTOP');
    return { worker, ready };
  }

  /** Lets the worker run until it has made the given number of calls. */
  async turn(calls: number): Promise<Answer> {
    this.child.kill('SIGCONT');
    this.child.stdin.write(`${calls}\n`);
    const answer = (await this.line()) as Answer;
    this.child.kill('SIGSTOP');
    return answer;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private async line(): Promise<unknown> {
    const next = await this.lines.next();
    if (next.done === true) throw new Error(`${this.name} ended before its work was done: ${this.complaints.trim() || 'it printed nothing'}`);
    try {
      return JSON.parse(next.value);
    } catch {
      throw new Error(`${this.name} printed "${next.value}" where a line of JSON belongs.`);
    }
  }
}
