import { existsSync, readdirSync, statSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { engine } from '../set-up/engine.mjs';
import { kernel } from '../set-up/kernel.mjs';
import { packages } from '../set-up/packages.mjs';
import { python as pythonStep } from '../set-up/python.mjs';
import { findCompiler, findPython } from '../set-up/requirements.mjs';
import { whyMissing } from '../set-up/step.mjs';
import { chosenBuild, tensorflow } from '../set-up/tensorflow.mjs';
import { ask } from '../system/child.mjs';
import { readJson } from '../system/files.mjs';
import { jupyterEnvironment } from '../system/jupyter.mjs';
import { jupyter, python, root } from '../system/paths.mjs';
import { readOptions } from './options.mjs';

/** What was found, and how to mend it where it is wrong. @typedef {{ found: string, mend?: string }} Finding */

const anyCommand = 'run `npm run set-up`, which installs it';

/**
 * @param {string} what
 * @param {() => { command: string, version: string }} find
 * @returns {Finding}
 */
function requirement(what, find) {
  try {
    const { command, version } = find();
    return { found: `${what}: ${version} (${command})` };
  } catch (error) {
    return { found: `${what}: not fit`, mend: error instanceof Error ? error.message : String(error) };
  }
}

/** @returns {Finding[]} */
function machine() {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  return [
    { found: `Node: ${process.versions.node} (${process.execPath})` },
    requirement('Python', findPython),
    requirement('C++ compiler', findCompiler),
    { found: `Processor: ${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} threads usable; memory: ${(totalmem() / 1e9).toFixed(0)} GB` },
    { found: `Free disk space: ${free.toFixed(1)} GB`, ...(free < 1 && { mend: 'free some: results and checkpoints need room' }) },
  ];
}

/** @returns {Finding[]} */
function installation() {
  return [packages, pythonStep, tensorflow, engine, kernel].map((step) => {
    const why = whyMissing(step);
    return why === undefined ? { found: `${step.title}: complete` } : { found: `${step.title}: ${why}`, mend: anyCommand };
  });
}

/** @returns {Finding[]} what the library's own report says, and which build was asked for */
function engineReport() {
  const build = { found: `TensorFlow build for this machine: ${chosenBuild()}` };
  if (!existsSync(join(root, 'node_modules'))) return [build, { found: 'Engine: not to be tried without npm packages', mend: anyCommand }];
  const { ok, output } = ask(process.execPath, ['--import', 'tsx', join('src', 'engine', 'doctor.ts')], { seconds: 120 });
  const lines = output.split('\n').map((found) => ({ found }));
  return [build, ...lines, ...(ok ? [] : [{ found: 'Engine: its report failed', mend: 'run `npm run set-up`; if it fails again, delete .environment and node_modules first' }])];
}

/** Starts the kernel by its kernelspec and asks it who it is. */
const askKernel = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='iterative-resnets', startup_timeout=60)
client.kernel_info()
print(client.get_shell_msg(timeout=30)['content']['banner'])
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

/** @returns {Finding[]} */
function kernelReport() {
  const spec = join(jupyter, 'kernels', 'iterative-resnets', 'kernel.json');
  if (!existsSync(spec) || !existsSync(python)) return [{ found: 'Kernel: not installed', mend: anyCommand }];
  const { argv } = /** @type {{ argv: string[] }} */ (readJson(spec));
  const { ok, output } = ask(python, ['-c', askKernel], { env: jupyterEnvironment(), seconds: 120 });
  const answer = output.split('\n').at(-1) ?? '';
  return [
    { found: `Kernelspec: ${relative(root, spec)} (${argv.join(' ')})` },
    ok ? { found: `Kernel answers: ${answer}` } : { found: `Kernel does not answer: ${answer}`, mend: 'delete .environment/kernel and run `npm run set-up`' },
  ];
}

/** @param {string} folder @returns {string[]} its files with their sizes */
const listing = (folder) => readdirSync(folder).map((name) => `${name} (${(statSync(join(folder, name)).size / 1e6).toFixed(1)} MB)`);

/** @returns {Finding[]} */
function data() {
  const embedded = join(root, 'data');
  const sets = existsSync(embedded) ? readdirSync(embedded, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  /** @type {Finding[]} */
  const findings = sets.map(({ name }) => ({ found: `data/${name}: ${listing(join(embedded, name)).join(', ')}` }));
  if (sets.length === 0) findings.push({ found: 'data: no embedded data set', mend: 'git checkout -- data' });
  const folder = process.env.DATA_DIR;
  if (!folder) return [...findings, { found: 'DATA_DIR: not set (only needed for full data sets that are not embedded)' }];
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return [...findings, { found: `DATA_DIR: ${folder} is not a folder`, mend: 'make it, or set DATA_DIR to the folder of your data sets' }];
  }
  return [...findings, { found: `DATA_DIR: ${folder}: ${listing(folder).join(', ') || 'empty'}` }];
}

/**
 * What a section finds; a project that lacks files of its own must not silence the doctor.
 * @param {string} section
 * @param {() => Finding[]} look
 * @returns {Finding[]}
 */
function findings(section, look) {
  try {
    return look();
  } catch (error) {
    return [{ found: `${section}: ${error instanceof Error ? error.message : String(error)}`, mend: "restore the project's files: git status shows what is missing" }];
  }
}

/** @type {readonly (readonly [section: string, look: () => Finding[]])[]} */
const sections = [
  ['Machine', machine],
  ['Installed', installation],
  ['Engine', engineReport],
  ['Kernel', kernelReport],
  ['Data', data],
];

/**
 * `npm run doctor`: says what is here, what is wrong, and how to mend it. It installs nothing.
 * @param {string[]} args
 * @returns {number} 0 if nothing is wrong
 */
export function doctor(args) {
  readOptions(args, { usage: 'npm run doctor', options: {} });
  let wrong = 0;
  for (const [section, look] of sections) {
    console.log(`\n${section}`);
    for (const { found, mend } of findings(section, look)) {
      console.log(`  ${mend === undefined ? '  ' : '✖ '}${found}`);
      if (mend === undefined) continue;
      wrong++;
      console.log(`    → ${mend}`);
    }
  }
  console.log(wrong === 0 ? '\nEverything is in order.' : `\n${wrong} ${wrong === 1 ? 'thing needs' : 'things need'} mending.`);
  return wrong === 0 ? 0 : 1;
}
