import path from 'node:path';
import type * as TS from '@tslab/typescript-for-tslab';
import type { Cache } from './cache';
import { CELL } from './names-across-cells';
import { attachMaps } from './source-maps';
import type { TypeScript } from './typescript-host';

/**
 * Wraps a builder so that modules of the project are emitted from their text alone, in one step.
 *
 * tslab emits a module with its declarations, which takes a type checker, as an ES module, and transpiles that again.
 * Cells need both; of a module nothing but its CommonJS form is used.
 */
export function transpileModules(ts: TypeScript, builder: TS.BuilderProgram, cache: Cache): TS.BuilderProgram {
  const emit = builder.emit.bind(builder);
  builder.emit = (file, writeFile, ...rest) => {
    if (!file || !writeFile || file.fileName.endsWith(CELL)) return emit(file, writeFile, ...rest);
    const options = builder.getCompilerOptions();
    const output = path.join(options.outDir ?? '', path.relative(builder.getCurrentDirectory(), file.fileName));
    const key = cache.key('as CommonJS', file.fileName, file.text);
    const code = cache.get(key) ?? cache.set(key, transpile(ts, file, options));
    writeFile(output.replace(/\.tsx?$/, '.js'), code, false);
    return { emitSkipped: false, diagnostics: [] };
  };
  return builder;
}

function transpile(ts: TypeScript, file: TS.SourceFile, { target, experimentalDecorators }: TS.CompilerOptions): string {
  const { outputText, sourceMapText } = ts.transpileModule(file.text, {
    fileName: file.fileName,
    compilerOptions: {
      target: target ?? ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: experimentalDecorators ?? false,
      newLine: ts.NewLineKind.LineFeed,
      sourceMap: true,
    },
  });
  return attachMaps(outputText, [sourceMapText ?? '']);
}
