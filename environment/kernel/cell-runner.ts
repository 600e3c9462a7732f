import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import vm from 'node:vm';
import { cellContext, Interrupted, type Cell } from './cell';
import { LEADING_LINES, type CellCompiler, type CompiledCell } from './cell-compiler';
import { HandOver } from './hand-over';
import { ModuleRegistry, type Require } from './module-registry';
import { Names, type Declared } from './names';
import { CELLS, DEFINE } from './names-across-cells';
import { alternativeTexts, mimeBundle } from './rich-results';
import { StackTraces } from './stack-traces';

type CellFunction = (
  exports: Record<string, unknown>,
  require: Require,
  cells: object,
  define: (declared: Declared) => void,
) => Promise<void>;

/** The global through which {@link runInterruptibly} hands a function to `vm`. */
const START = Symbol.for('iterative-resnets.start');

/** Runs cells in one JavaScript realm. */
export class CellRunner {
  readonly names = new Names();
  private readonly traces: StackTraces;
  private readonly modules: ModuleRegistry;
  private readonly require: Require;

  constructor(
    private readonly compiler: CellCompiler,
    root: string,
  ) {
    this.traces = new StackTraces(root);
    this.traces.install();
    this.modules = new ModuleRegistry(root, this.traces);
    this.require = this.modules.requireFor(path.join(root, 'cell.js'));
  }

  /**
   * Compiles and runs a cell and publishes the value of its last expression.
   *
   * @throws whatever the cell throws, CompileError, or Interrupted
   */
  async run(cell: Cell): Promise<void> {
    const compiled = this.compiler.compile(cell.code);
    this.modules.update(compiled.modules);
    const start = this.load(compiled, `In [${cell.count}]`);
    // Two turns of the event loop bring to light an interrupt that came while the compiler was busy.
    await turn();
    await turn();
    cell.signal.throwIfAborted();

    const handOver = new HandOver(this.names, this.compiler, compiled);
    const work = cellContext.run(cell, () => this.work(cell, compiled, start, handOver));
    work.catch(() => {});
    try {
      await Promise.race([work, cell.givenUp]);
    } catch (error) {
      handOver.afterFailure();
      throw error;
    }
    // A promise that was rejected meanwhile, with nobody to handle it, is reported at the end of a turn.
    await Promise.race([turn(), cell.givenUp]);
  }

  private load({ code, maps }: CompiledCell, file: string): CellFunction {
    this.traces.add(file, { label: file, maps, leadingLines: LEADING_LINES });
    const source = `(async function (exports, require, ${CELLS}, ${DEFINE}) { 'use strict';\n${code}\n})`;
    return vm.runInThisContext(source, { filename: file, lineOffset: -1 }) as CellFunction;
  }

  private async work(cell: Cell, compiled: CompiledCell, start: CellFunction, handOver: HandOver): Promise<void> {
    const exports: Record<string, unknown> = {};
    await runInterruptibly(cell, () => start(exports, this.require, this.names.values, (declared) => handOver.begin(declared)));
    if (handOver.done) return;
    handOver.afterSuccess();
    const value = compiled.result === undefined ? undefined : exports[compiled.result];
    if (value === undefined || value === null) return;
    const data = await mimeBundle(value);
    const text = data['text/plain'];
    cell.result = typeof text === 'string' ? text : null;
    cell.outputs.publish('execute_result', { execution_count: cell.count, data, metadata: alternativeTexts(data) });
  }
}

/** Calls a function such that SIGINT stops it as long as it runs without yielding. */
function runInterruptibly<T>(cell: Cell, start: () => T): T {
  const global = globalThis as { [START]?: (() => T) | undefined };
  global[START] = start;
  try {
    // Under this file's name, so that stack traces leave the frame out.
    return vm.runInThisContext(`globalThis[Symbol.for('${START.description}')]()`, { breakOnSigint: true, filename: __filename }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
    const interrupted = new Interrupted();
    cell.abort(interrupted);
    throw interrupted;
  } finally {
    global[START] = undefined;
  }
}
