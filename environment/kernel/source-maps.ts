import { SourceMap, type SourceMapPayload } from 'node:module';
import type * as TS from '@tslab/typescript-for-tslab';
import type { TypeScript } from './typescript-host';

/** A position in a text: line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Emitted JavaScript with the source maps that lead back to the TypeScript, last step first. */
export interface MappedCode {
  readonly code: string;
  readonly maps: readonly SourceMap[];
}

const INLINE_MAP = '//# sourceMappingURL=data:application/json;base64,';
const MAPS = '//# typescript-maps=';

/** Adds source maps to emitted code as its last line, in the place of the reference that TypeScript writes there. */
export function attachMaps(emitted: string, maps: readonly string[]): string {
  const [code] = splitLast(emitted, '//# sourceMappingURL=');
  return `${code}${MAPS}${Buffer.from(JSON.stringify(maps)).toString('base64')}`;
}

/**
 * Stands in for `ts.transpileModule` inside tslab's converter, which emits a cell as an ES module first and turns that
 * into CommonJS then. The maps of both steps travel with the code.
 */
export function transpileWithMaps(ts: TypeScript): TypeScript['transpileModule'] {
  return (input: string, options: TS.TranspileOptions): TS.TranspileOutput => {
    if (input.includes(MAPS)) return { outputText: input };
    const [module, inlineMap] = splitLast(input, INLINE_MAP);
    if (inlineMap === undefined) return ts.transpileModule(input, options);
    const output = ts.transpileModule(module, { ...options, compilerOptions: { ...options.compilerOptions, sourceMap: true } });
    const maps = [output.sourceMapText ?? '', Buffer.from(inlineMap, 'base64').toString()];
    return { ...output, outputText: attachMaps(output.outputText, maps) };
  };
}

/** Separates emitted code from the maps that {@link attachMaps} added. */
export function separateMaps(emitted: string): MappedCode {
  const [code, encoded] = splitLast(emitted, MAPS);
  if (encoded === undefined) return { code, maps: [] };
  const maps = JSON.parse(Buffer.from(encoded, 'base64').toString()) as string[];
  return { code, maps: maps.map((map) => new SourceMap(JSON.parse(map) as SourceMapPayload)) };
}

/** Where the TypeScript of a position in emitted code is, as far as the maps know. */
export function originalPosition({ maps }: Pick<MappedCode, 'maps'>, position: Position): Position | undefined {
  let { line, column } = position;
  for (const map of maps) {
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalLine' in entry)) return undefined;
    line = entry.originalLine + 1;
    column = entry.originalColumn + 1;
  }
  return { line, column };
}

function splitLast(text: string, mark: string): [before: string, after?: string] {
  const at = text.lastIndexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + mark.length).trimEnd()];
}
