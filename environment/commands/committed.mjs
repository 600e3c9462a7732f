/** The executed notebooks and figures that the repository holds, for those who read it without running it. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readJson, writeWhole } from '../system/files.mjs';

/** @typedef {{ metadata: { tags?: string[], execution?: unknown } }} Cell */

/**
 * An executed notebook as it is committed: without the cell that repeats the preset, and without the times at which cells ran.
 * @param {string} executed path
 * @returns {string}
 */
export function asCommitted(executed) {
  const notebook = /** @type {{ cells: Cell[] }} */ (readJson(executed));
  notebook.cells = notebook.cells.filter(({ metadata }) => !metadata.tags?.includes('injected-parameters'));
  for (const { metadata } of notebook.cells) delete metadata.execution;
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/**
 * Those of some files that are figures in a folder: `cifar-10` has none of `cifar-100`.
 * @param {string} folder
 * @param {readonly string[]} files paths
 * @returns {string[]}
 */
export const figuresIn = (folder, files) => files.filter((file) => file.endsWith('.svg') && dirname(file) === folder);

/**
 * Puts an executed notebook in the place of the one that was executed, and its figures in a folder beside it.
 * @param {string} notebook path
 * @param {string} executed path
 * @param {readonly string[]} figures paths of SVG files
 */
export function commitInPlace(notebook, executed, figures) {
  writeWhole(notebook, asCommitted(executed));
  const folder = join(dirname(notebook), 'figures', basename(notebook, '.ipynb'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const figure of figures) copyFileSync(figure, join(folder, basename(figure)));
}
