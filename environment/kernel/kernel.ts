import { inspect } from 'node:util';
import type { QuickInfo } from '@tslab/typescript-for-tslab';
import { Cell, cellContext, Interrupted } from './cell';
import type { CellCompiler } from './cell-compiler';
import type { CellRunner } from './cell-runner';
import { completeness } from './completeness';
import { log } from './log';
import { reportError, type ErrorReport } from './errors';
import { History } from './history';
import type { Interrupts } from './interrupt';
import type { Publish } from './outputs';
import { toCharacters, toUnits } from './text-position';
import type { TypeScript } from './typescript-host';
import { PROTOCOL_VERSION } from './wire';

export type ExecuteReply =
  | { status: 'ok'; execution_count: number; user_expressions: object; payload: [] }
  | ({ status: 'error'; execution_count: number } & ErrorReport);

type Content = Readonly<Record<string, unknown>>;

/** What the kernel is made of. */
export interface Parts {
  readonly ts: TypeScript;
  readonly compiler: CellCompiler;
  readonly runner: CellRunner;
  readonly interrupts: Interrupts;
  readonly printQuickInfo: (info: QuickInfo) => string;
  readonly tslabVersion: string;
}

/** Answers the requests of front ends. */
export class Kernel {
  private readonly history = new History();
  private count = 0;
  /** The cell that runs, or the one that ran last. */
  private newest: Cell | undefined;
  /** Failures of work that cells left in the background, since the running cell began. */
  private strayFailures: Error[] = [];

  constructor(private readonly parts: Parts) {}

  /** The cell on whose behalf the present code runs; code that has lost its context counts as the newest cell's. */
  currentCell(): Cell | undefined {
    return cellContext.getStore() ?? this.newest;
  }

  /** Runs one `execute_request`. Never rejects. */
  async execute(request: Content, publish: Publish): Promise<ExecuteReply> {
    const code = String(request.code);
    const silent = request.silent === true;
    const counted = !silent && request.store_history !== false;
    const entry = counted ? this.history.add(++this.count, code) : undefined;
    const cell = new Cell(code, this.count, silent ? () => {} : publish);
    cell.outputs.publish('execute_input', { code, execution_count: this.count });
    this.newest = cell;
    this.strayFailures = [];
    this.parts.interrupts.begin(cell);
    try {
      await this.parts.runner.run(cell);
      if (this.strayFailures[0]) throw this.strayFailures[0];
      return { status: 'ok', execution_count: cell.count, user_expressions: {}, payload: [] };
    } catch (error) {
      const report = reportError(error, cell, this.parts.runner.names.values);
      cell.outputs.publish('error', report);
      return { status: 'error', execution_count: cell.count, ...report };
    } finally {
      if (entry) entry.output = cell.result;
      cell.outputs.flush();
      cell.finished = true;
      this.parts.interrupts.end(cell);
    }
  }

  /**
   * Takes an error that nobody caught.
   *
   * The cell it belongs to fails at once, rather than wait for work that may never end. If that cell is done, the error
   * is shown among its outputs and the cell that runs now fails at its end: else a run without a reader would pass.
   */
  failUncaught(error: unknown): void {
    const cell = this.currentCell();
    if (!cell) {
      log(error);
      return;
    }
    if (!cell.finished) {
      cell.fail(error);
      return;
    }
    if (error instanceof Interrupted) return;
    cell.outputs.write('stderr', `Uncaught, after the cell was done: ${inspect(error)}\n`);
    const message = `Background work of In [${cell.count}] failed: ${error instanceof Error ? error.message : inspect(error)}`;
    this.strayFailures.push(new Error(message, { cause: error }));
  }

  /** Replies to any other request; undefined for one that the kernel does not know. */
  answer(type: string, request: Content): object | undefined {
    try {
      return this.reply(type, request);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: inspect(error) };
      return { status: 'error', ename: name, evalue: message, traceback: [] };
    }
  }

  private reply(type: string, request: Content): object | undefined {
    const code = String(request.code);
    const position = toUnits(code, Number(request.cursor_pos));
    switch (type) {
      case 'kernel_info_request':
        return this.describe();
      case 'complete_request': {
        const { start, end, candidates } = this.parts.compiler.complete(code, position);
        const range = { cursor_start: toCharacters(code, start), cursor_end: toCharacters(code, end) };
        return { status: 'ok', matches: candidates, ...range, metadata: {} };
      }
      case 'inspect_request': {
        const info = this.inspect(code, position);
        const data = info ? { 'text/plain': this.parts.printQuickInfo(info) } : {};
        return { status: 'ok', found: info !== undefined, data, metadata: {} };
      }
      case 'is_complete_request':
        return completeness(this.parts.ts, code);
      case 'history_request':
        return { status: 'ok', history: this.history.find(request) };
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'interrupt_request':
        this.parts.interrupts.interrupt();
        return { status: 'ok' };
      case 'shutdown_request':
        return { status: 'ok', restart: request.restart === true };
      default:
        return undefined;
    }
  }

  /** What is known of the name at a position or, inside the brackets of a call, of the function. */
  private inspect(code: string, position: number): QuickInfo | undefined {
    const call = /[\w$]\s*\([^()]*\)?$/.exec(code.slice(0, position));
    const places = [position, position - 1, ...(call ? [call.index] : [])].filter((place) => place >= 0);
    for (const place of places) {
      const info = this.parts.compiler.inspect(code, place);
      if (info) return info;
    }
    return undefined;
  }

  private describe(): object {
    const { ts, tslabVersion } = this.parts;
    return {
      status: 'ok',
      protocol_version: PROTOCOL_VERSION,
      implementation: 'tslab',
      implementation_version: tslabVersion,
      language_info: {
        name: 'typescript',
        version: ts.version,
        mimetype: 'text/typescript',
        file_extension: '.ts',
        pygments_lexer: 'typescript',
        codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      },
      banner: `tslab ${tslabVersion}, TypeScript ${ts.version}, Node ${process.version}`,
      help_links: [],
    };
  }
}
