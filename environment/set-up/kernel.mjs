/** The notebooks' kernel: its TypeScript compiled, its kernelspec where the project's own Jupyter finds it, its cache filled. */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { installed, jupyter, root, temporary } from '../system/paths.mjs';

const sources = join(root, 'environment', 'kernel');
const folder = join(installed, 'kernel');

/** Writes and removes kernelspecs; compiled with the kernel. */
export const kernelspecProgram = join(folder, 'kernelspec.js');

/** @type {import('./step.mjs').Step} */
export const kernel = {
  name: 'kernel',
  title: 'Notebook kernel',
  // The kernelspec holds absolute paths, so that a moved project or another Node makes it anew.
  inputs: () => [contentsOf([sources], root), readFileSync(join(root, 'package-lock.json'), 'utf8'), root, process.execPath],
  outputs: [folder, join(jupyter, 'kernels')],
  megabytes: 1,
  async install(progress, log) {
    const partial = join(temporary, 'kernel');
    rmSync(partial, { recursive: true, force: true });
    progress('compiling');
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [compiler, '-p', sources, '--outDir', partial], { doing: "compiling the notebooks' kernel", log });
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
    await run(process.execPath, [kernelspecProgram, 'project'], { doing: "writing the kernel's kernelspec", log });
    progress("compiling the notebooks' modules");
    await run(process.execPath, [join(folder, 'warm-up.js')], { doing: "compiling the modules that notebooks import", log });
  },
};
