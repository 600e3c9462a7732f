import type * as TS from '@tslab/typescript-for-tslab';
import type { SourceWatcher } from './source-watcher';
import type { TypeScript } from './typescript-host';

/** The cell, or a module that it imports, does not compile. */
export class CompileError extends Error {
  override readonly name = 'TypeScriptError';

  constructor(readonly diagnostics: readonly TS.Diagnostic[]) {
    super('the cell does not compile');
  }
}

/**
 * Stands in for `ts.getPreEmitDiagnosticsOfFiles` inside tslab's converter.
 *
 * It throws what it finds, because tslab's own conversion loses the file of a chained message. And it checks a module of
 * the project once, not in every cell that imports it: a module's errors depend on source files only, so a clean one
 * stays clean until some source changes.
 */
export function createDiagnosticsGate(ts: TypeScript, watcher: SourceWatcher) {
  let clean = new WeakSet<TS.SourceFile>();
  let generation = watcher.generation;

  return (program: TS.Program, files: TS.SourceFile[]): readonly TS.Diagnostic[] => {
    if (generation !== watcher.generation) {
      clean = new WeakSet();
      generation = watcher.generation;
    }
    const unchecked = files.filter((file) => !clean.has(file));
    const found = ts.getPreEmitDiagnosticsOfFiles(program, unchecked).filter((diagnostic) => diagnostic.file !== undefined);
    if (found.length > 0) throw new CompileError(found);
    for (const file of unchecked) clean.add(file);
    return [];
  };
}
