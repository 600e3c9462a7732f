/** The npm packages of package-lock.json, in `node_modules`. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf, readJson } from '../system/files.mjs';
import { root } from '../system/paths.mjs';

/** The npm that started this command, else the one on the path. */
const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];

/** @type {import('./step.mjs').Step} */
export const packages = {
  name: 'packages',
  title: 'npm packages',
  inputs: () => [contentsOf([join(root, 'package-lock.json'), join(root, '.npmrc')], root), process.platform, process.arch],
  outputs: [join(root, 'node_modules')],
  megabytes: 700,
  async install(progress, log) {
    const lock = /** @type {{ packages: Record<string, { optional?: boolean }> }} */ (readJson(join(root, 'package-lock.json')));
    const folders = Object.entries(lock.packages).flatMap(([folder, { optional }]) => (folder !== '' && !optional ? [folder] : []));
    const watch = setInterval(() => {
      const done = folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).length;
      progress(done === 0 ? 'downloading' : `${done} of ${folders.length} packages`);
    }, 1000);
    try {
      const [command = 'npm', ...args] = npm;
      await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--fetch-retries=1', '--loglevel=error'], { doing: 'installing npm packages', log });
    } finally {
      clearInterval(watch);
    }
    rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
  },
};
