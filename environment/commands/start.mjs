import { mkdirSync } from 'node:fs';
import { setUp } from '../set-up/set-up.mjs';
import { forNotebooks } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { jupyterEnvironment } from '../system/jupyter.mjs';
import { jupyter, python, root } from '../system/paths.mjs';
import { freePort } from '../system/ports.mjs';
import { Problem } from '../system/problem.mjs';
import { readOptions } from './options.mjs';

const usage = 'npm start -- [--port 8888] [--ip localhost] [--no-browser]';

/** Whether a browser would open where the user sees it. */
const hasScreen = () => process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

/**
 * @param {string} asked
 * @returns {Promise<number>}
 */
async function choosePort(asked) {
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Problem(`'${asked}' is not a port: give a number from 1 to 65535. Usage: ${usage}`);
  const free = await freePort(port);
  if (free === undefined) throw new Problem(`Port ${port} and the hundred after it are in use: choose another one. Usage: ${usage}`);
  if (free !== port) console.log(`Port ${port} is in use, so JupyterLab takes port ${free}.`);
  return free;
}

/**
 * `npm start`: opens JupyterLab on the notebooks.
 * @param {string[]} args
 */
export async function start(args) {
  const { values } = readOptions(args, {
    usage,
    about: 'Sets up what is missing and opens JupyterLab on the notebooks.',
    options: {
      port: { type: 'string', default: '8888', help: 'the first to try; 8888 without it' },
      ip: { type: 'string', default: 'localhost', help: 'address to listen at; localhost without it' },
      'no-browser': { type: 'boolean', help: 'prints the address and opens no browser' },
    },
  });
  const port = await choosePort(values.port);
  await setUp(forNotebooks);
  mkdirSync(jupyter, { recursive: true });
  const flags = [
    `--ServerApp.root_dir=${root}`,
    '--FileContentsManager.preferred_dir=notebooks',
    `--ServerApp.ip=${values.ip}`,
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    "--KernelSpecManager.allowed_kernelspecs={'iterative-resnets'}",
    '--LabApp.extension_manager=readonly',
    '--KernelSpecManager.ensure_native_kernel=False',
    '--MultiKernelManager.default_kernel_name=iterative-resnets',
  ];
  if (values['no-browser'] || !hasScreen()) flags.push('--no-browser');
  if (process.getuid?.() === 0) flags.push('--allow-root');
  console.log('JupyterLab is starting; Ctrl-C ends it.');
  return attach(python, ['-m', 'jupyter', 'lab', ...flags], { env: jupyterEnvironment() });
}
