import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type * as TS from '@tslab/typescript-for-tslab';
import type { CompletionInfo, SideOutput } from 'tslab/dist/converter';
import { Cache } from './cache';
import { pickDeclarations } from './declarations';
import { CompileError } from './diagnostics';
import { importsFromRoot } from './import-paths';
import { separateMaps, type MappedCode } from './source-maps';
import { SourceWatcher } from './source-watcher';
import { CELL } from './names-across-cells';
import { syntaxErrors } from './syntax';
import { adaptTypeScript, OPTIONS, type TypeScript } from './typescript-host';

/** A cell as JavaScript, with what running it entails. */
export interface CompiledCell extends MappedCode {
  /** Modules of the project that were compiled since the last cell. */
  readonly modules: readonly SideOutput[];
  /** Export that holds the value of the last expression. */
  readonly result: string | undefined;
  /** Declarations of all names known after this cell, to be passed to {@link CellCompiler.accept}. */
  readonly declarations: string;
}

/** What tslab puts before a cell, which makes it a module. */
const PREFIX = 'export {};\n';
/** Lines that precede a cell's first in the file that TypeScript sees. */
export const LEADING_LINES = 1;

/** Compiles cells one after another with tslab's converter: each sees the names and types of those accepted before. */
export class CellCompiler {
  private declarations = '';

  private constructor(
    private readonly ts: TypeScript,
    private readonly converter: ReturnType<typeof import('tslab/dist/converter').createConverter>,
    private readonly metadata: typeof import('tslab/dist/metadata'),
    private readonly watcher: SourceWatcher,
    private readonly root: string,
    private readonly notebookFolder: string,
  ) {}

  /** Loads TypeScript and the converter, which takes about a second; the working folder must be `root`. */
  static create(load: NodeJS.Require, root: string, notebookFolder: string): CellCompiler {
    const file = load.resolve('@tslab/typescript-for-tslab');
    const ts = load(file) as TypeScript;
    const watcher = new SourceWatcher(ts.FileWatcherEventKind);
    const cached = load.cache[file];
    if (!cached) throw new Error(`Node did not keep ${file} in its module cache.`);
    cached.exports = adaptTypeScript(ts, watcher, openCache(ts, root));
    const { createConverter } = load('./converter.js') as typeof import('tslab/dist/converter');
    const metadata = load('./metadata.js') as typeof import('tslab/dist/metadata');
    return new CellCompiler(ts, createConverter({ isJS: false, isBrowser: false }), metadata, watcher, root, notebookFolder);
  }

  /** @throws CompileError */
  compile(code: string): CompiledCell {
    const { module, mode } = this.metadata.getCodeMetadata(code);
    if (module !== undefined || mode === 'browser') {
      throw new Error(`This kernel runs no ${module !== undefined ? '@module' : '@browser'} cells: put the code in a file and import it.`);
    }
    // Looked for beforehand, because tslab appends an `export` to the cell, at which an unclosed bracket would be reported.
    const wrong = syntaxErrors(this.ts, PREFIX + code, CELL);
    if (wrong.length > 0) throw new CompileError(wrong);
    this.watcher.refresh();
    const converted = this.converter.convert(this.declarations, this.fromRoot(code));
    return {
      ...separateMaps(converted.output ?? ''),
      modules: converted.sideOutputs ?? [],
      result: converted.lastExpressionVar,
      declarations: converted.declOutput ?? '',
    };
  }

  /**
   * Makes the names of a cell known to the next.
   *
   * @param missing those that the cell, because it failed, had not come to, and that mean what they meant before
   */
  accept(cell: CompiledCell, missing: ReadonlySet<string>): void {
    if (missing.size === 0) {
      this.declarations = cell.declarations;
      return;
    }
    const kept = pickDeclarations(this.ts, cell.declarations, (name) => !missing.has(name));
    this.declarations = kept + pickDeclarations(this.ts, this.declarations, (name) => missing.has(name));
  }

  /** @param position in UTF-16 units */
  complete(code: string, position: number): CompletionInfo {
    this.watcher.refresh();
    return this.converter.complete(this.declarations, this.fromRoot(code), position);
  }

  /** @param position in UTF-16 units */
  inspect(code: string, position: number): TS.QuickInfo | undefined {
    this.watcher.refresh();
    return this.converter.inspect(this.declarations, this.fromRoot(code), position);
  }

  private fromRoot(code: string): string {
    return importsFromRoot(this.ts, code, this.root, this.notebookFolder);
  }
}

/** What is known of the project's modules under the present packages, which the lock file names, and options. */
function openCache(ts: TypeScript, root: string): Cache {
  const lock = path.join(root, 'package-lock.json');
  const packages = existsSync(lock) ? readFileSync(lock, 'utf8') : '';
  return new Cache(path.join(root, '.environment', 'cache', 'kernel'), JSON.stringify([ts.version, OPTIONS, packages]));
}
