import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The one version of tslab whose compiled output this kernel is written for. */
const TSLAB_VERSION = '1.0.22';

/** Root of the project: the nearest folder above this file that holds a package.json. */
export function findProjectRoot(start: string = __dirname): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`No package.json above ${start}: the kernel must lie inside its project.`);
  }
}

/**
 * Resolves and loads modules as tslab itself does, so that the kernel and tslab share one copy of each.
 *
 * @throws Error where tslab is missing or is not exactly the version that the kernel is written for.
 */
export function requireFromTslab(root: string): NodeJS.Require {
  let manifest: string;
  try {
    manifest = createRequire(path.join(root, 'package.json')).resolve('tslab/package.json');
  } catch {
    throw new Error(`tslab ${TSLAB_VERSION} is not installed in ${root}: run "npm ci" there.`);
  }
  const load = createRequire(path.join(path.dirname(manifest), 'dist', 'main.js'));
  const { version } = load('../package.json') as { version: string };
  if (version !== TSLAB_VERSION) {
    throw new Error(`The kernel is written for tslab ${TSLAB_VERSION} but found ${version} in ${root}: run "npm ci" there.`);
  }
  return load;
}
