import type * as TS from '@tslab/typescript-for-tslab';
import type { Cache } from './cache';
import type { ModuleGraph } from './module-graph';
import { CELL } from './names-across-cells';
import type { TypeScript } from './typescript-host';

/** The cell, or a module that it imports, does not compile. */
export class CompileError extends Error {
  override readonly name = 'TypeScriptError';

  constructor(readonly diagnostics: readonly TS.Diagnostic[]) {
    super('the cell does not compile');
  }
}

/**
 * Stands in for `ts.getPreEmitDiagnosticsOfFiles` inside tslab's converter, which has the cell and all modules that it
 * imports checked in every cell.
 *
 * It throws what it finds, because tslab's own conversion loses the file of a chained message, and leaves out modules
 * that are known to be free of errors.
 */
export function createDiagnosticsGate(ts: TypeScript, graph: ModuleGraph, cache: Cache) {
  return (program: TS.Program, files: readonly TS.SourceFile[]): readonly TS.Diagnostic[] => {
    const keys = new Map<TS.SourceFile, string>();
    for (const file of files) {
      if (!file.fileName.endsWith(CELL)) keys.set(file, cache.key('free of errors', graph.digest(program, file)));
    }
    const unchecked = files.filter((file) => cache.get(keys.get(file) ?? '') === undefined);
    const found = ts.getPreEmitDiagnosticsOfFiles(program, unchecked).filter(({ file }) => file !== undefined);
    if (found.length > 0) throw new CompileError(found);
    for (const key of unchecked.flatMap((file) => keys.get(file) ?? [])) cache.set(key, '');
    return [];
  };
}
