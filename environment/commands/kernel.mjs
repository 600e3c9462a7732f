import { kernelspecProgram } from '../set-up/kernel.mjs';
import { setUp } from '../set-up/set-up.mjs';
import { forNotebooks } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run kernel:install`: registers the kernel for the user's other Jupyter front ends, such as VS Code.
 * @param {string[]} args
 */
export async function installKernel(args) {
  readOptions(args, { usage: 'npm run kernel:install', about: 'Registers the kernel for your other Jupyter front ends, such as VS Code.', options: {} });
  await setUp(forNotebooks);
  return attach(process.execPath, [kernelspecProgram, 'install']);
}

/**
 * `npm run kernel:uninstall`: takes that registration back.
 * @param {string[]} args
 */
export async function uninstallKernel(args) {
  readOptions(args, { usage: 'npm run kernel:uninstall', about: 'Takes back what npm run kernel:install registered.', options: {} });
  await setUp(forNotebooks);
  return attach(process.execPath, [kernelspecProgram, 'uninstall']);
}
