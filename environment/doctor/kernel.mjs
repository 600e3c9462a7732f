import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { ask } from '../system/child.mjs';
import { readJson } from '../system/files.mjs';
import { jupyterEnvironment } from '../system/jupyter.mjs';
import { installed, jupyter, python, root } from '../system/paths.mjs';
import { setItUp } from './finding.mjs';

/** Starts the kernel by its kernelspec and asks it who it is. */
const askKernel = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='iterative-resnets', startup_timeout=60)
client.kernel_info()
print(client.get_shell_msg(timeout=30)['content']['banner'])
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

/** @typedef {import('./finding.mjs').Finding} Finding */

/** The kernel of this folder, as a kernelspec names it. */
const program = join(installed, 'kernel', 'main.js');

/** @param {string} folder of a Jupyter @returns {string} */
const specIn = (folder) => join(folder, 'kernels', 'iterative-resnets', 'kernel.json');

/** @param {string} spec @returns {{ starts: string, main: string }} the command without the shell before it, and the kernel in it */
function commandOf(spec) {
  const { argv } = /** @type {{ argv: string[] }} */ (readJson(spec));
  const at = argv.findIndex((part) => part.endsWith('main.js'));
  return { starts: argv.slice(Math.max(0, at - 1)).join(' '), main: argv[at] ?? '' };
}

/** As `jupyter --data-dir` tells it. */
function userFolder() {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Jupyter') : join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');
}

/** @returns {Finding[]} what npm run kernel:install left for other front ends, if it did */
function forOthers() {
  const spec = specIn(userFolder());
  if (!existsSync(spec)) return [];
  const { main: kernel } = commandOf(spec);
  if (existsSync(kernel)) return [{ found: `Kernel of your other front ends: ${kernel === program ? 'this one' : `that of another folder (${kernel}); npm run kernel:install makes it this one`}` }];
  return [{ found: `Kernel of your other front ends: ${kernel}, which is not there any more`, mend: 'run `npm run kernel:install`, or `npm run kernel:uninstall` to do without' }];
}

/** @returns {Finding[]} the kernelspec, and whether the kernel behind it answers */
export function kernel() {
  const spec = specIn(jupyter);
  if (!existsSync(spec)) return [{ found: 'Kernel: not installed', mend: setItUp }, ...forOthers()];
  const { starts, main } = commandOf(spec);
  const kernelspec = { found: `Kernelspec: ${relative(root, spec)} (${starts})` };
  if (main !== program) return [{ ...kernelspec, mend: `it starts the kernel of another folder, from where this one was moved or copied: ${setItUp}` }, ...forOthers()];
  if (!existsSync(python)) return [kernelspec, { found: 'Kernel: there is no Python to start it', mend: setItUp }, ...forOthers()];
  const { ok, output } = ask(python, ['-c', askKernel], { env: jupyterEnvironment(), seconds: 120 });
  const answer = output.split('\n').at(-1) ?? '';
  return [
    kernelspec,
    ok ? { found: `Kernel answers: ${answer}` } : { found: `Kernel does not answer: ${answer}`, mend: `delete .environment/kernel, then ${setItUp}` },
    ...forOthers(),
  ];
}
