import type * as TS from '@tslab/typescript-for-tslab';
import type { Cache } from './cache';
import { createDiagnosticsGate } from './diagnostics';
import { keepNamesAcrossCells } from './names-across-cells';
import { transpileModules } from './module-emission';
import { ModuleGraph } from './module-graph';
import type { SourceWatcher } from './source-watcher';
import { transpileWithMaps } from './source-maps';

/** The TypeScript namespace that tslab works with (its own build of TypeScript 5.0.4). */
export type TypeScript = typeof TS;

/** What tslab leaves at its defaults or sets otherwise. */
export const OPTIONS: Readonly<Partial<TS.CompilerOptions>> = {
  strict: true,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  // tslab's build can switch top-level await off and then finds the awaits by their error messages, but not all of them.
  disableTopLevelAwait: false,
  noErrorTruncation: true,
  inlineSourceMap: true,
};

/**
 * A copy of tslab's TypeScript in which every program that tslab creates is strict, resolves modules and watches files
 * as this kernel does, and emits code that carries source maps and keeps names across cells.
 *
 * tslab takes TypeScript from the module cache, so the copy must be put there before tslab's converter is loaded.
 */
export function adaptTypeScript(ts: TypeScript, watcher: SourceWatcher, cache: Cache): TypeScript {
  const graph = new ModuleGraph(ts);
  const sys = Object.assign(Object.create(ts.sys) as TS.System, {
    watchFile: (file: string, callback: TS.FileWatcherCallback) => watcher.watchFile(file, callback),
    watchDirectory: () => ({ close() {} }),
  });
  const createWatchCompilerHost = (
    files: string[],
    tslabsOptions: TS.CompilerOptions,
    tslabsSys: TS.System,
    _createProgram: null,
    ...reporters: [TS.DiagnosticReporter, TS.WatchStatusReporter]
  ) => {
    const options = { ...tslabsOptions, ...OPTIONS };
    const host = ts.createWatchCompilerHost(files, options, tslabsSys, graph.createProgram, ...reporters);
    graph.attach(host, options);
    return host;
  };
  const createWatchProgram = (host: TS.WatchCompilerHostOfFilesAndCompilerOptions<TS.BuilderProgram>) => {
    const created = host.afterProgramCreate?.bind(host);
    host.afterProgramCreate = (builder) => created?.(transpileModules(ts, keepNamesAcrossCells(ts, builder), cache));
    return ts.createWatchProgram(host);
  };
  return Object.assign({}, ts, {
    sys,
    createWatchCompilerHost,
    createWatchProgram,
    getPreEmitDiagnosticsOfFiles: createDiagnosticsGate(ts, graph, cache),
    transpileModule: transpileWithMaps(ts),
  });
}
