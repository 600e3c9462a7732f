import path from 'node:path';
import type { TypeScript } from './typescript-host';

/**
 * Rewrites the relative imports of a cell, which start from the notebook's folder, to start from the project's root,
 * where tslab takes every cell to lie: `'../src/data'` of `notebooks/` becomes `'./src/data'`.
 *
 * A shorter path is padded after its quote, so that columns of the line stay what they are for the reader.
 */
export function importsFromRoot(ts: TypeScript, code: string, root: string, notebookFolder: string): string {
  let rewritten = code;
  for (const { fileName, pos } of ts.preProcessFile(code, true, true).importedFiles.reverse()) {
    if (!/^\.{1,2}(\/|$)/.test(fileName)) continue;
    const start = code.indexOf(fileName, pos);
    const end = start + fileName.length;
    const relative = path.relative(root, path.resolve(notebookFolder, fileName)).split(path.sep).join('/');
    const specifier = relative.startsWith('..') ? relative : `./${relative}`;
    const padding = ' '.repeat(Math.max(0, fileName.length - specifier.length));
    rewritten = rewritten.slice(0, start) + specifier + rewritten.slice(end, end + 1) + padding + rewritten.slice(end + 1);
  }
  return rewritten;
}
