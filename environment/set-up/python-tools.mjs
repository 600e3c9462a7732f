/** Python tools that only some commands need, each in an environment of its own. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { installed, root } from '../system/paths.mjs';
import { pythonEnvironment } from './python.mjs';
import { findPython } from './requirements.mjs';

/**
 * The step that installs what `environment/python/{list}.in` wants, pinned by `{list}.txt`, and the interpreter that can import it.
 * @param {object} tool
 * @param {string} tool.name of the step and its folder
 * @param {string} tool.title
 * @param {string} tool.purpose
 * @param {string} tool.list
 * @param {string} tool.module what is imported of it
 * @param {number} tool.megabytes
 * @returns {{ step: import('./step.mjs').Step, interpreter: string }}
 */
function pythonTool({ name, title, purpose, list, module, megabytes }) {
  const folder = join(installed, name);
  const interpreter = join(folder, 'bin', 'python');
  const wanted = join(root, 'environment', 'python', `${list}.in`);
  const pins = join(root, 'environment', 'python', `${list}.txt`);
  /** @type {import('./step.mjs').Step} */
  const step = {
    name,
    title: `${title} (${purpose})`,
    inputs: () => [contentsOf([wanted, pins], root), root],
    outputs: [folder],
    megabytes,
    require: findPython,
    async install(progress, log) {
      const env = pythonEnvironment();
      progress('virtual environment');
      rmSync(folder, { recursive: true, force: true });
      await run(findPython().command, ['-m', 'venv', folder], { doing: `making the Python environment of ${title}`, log, env });
      await run(interpreter, ['-m', 'pip', 'install', '--progress-bar', 'off', '--retries', '2', '-r', wanted, '-c', pins], {
        doing: `installing ${title}`,
        log,
        env,
        onLine: (line) => {
          if (line.startsWith('Collecting ')) progress(line.replace(/ \(from.*/, '').toLowerCase());
          if (line.startsWith('Installing collected')) progress('unpacking');
        },
      });
      await run(interpreter, ['-c', `import ${module}`], { doing: `importing ${title}`, log, env });
    },
  };
  return { step, interpreter };
}

export const pytorch = pythonTool({
  name: 'pytorch',
  title: 'PyTorch',
  purpose: 'for the comparison',
  list: 'pytorch',
  module: 'torch',
  megabytes: 1500,
});

export const tensorflowPython = pythonTool({
  name: 'tensorflow-python',
  title: "TensorFlow's Python package",
  purpose: 'for the comparison',
  list: 'tensorflow',
  module: 'tensorflow',
  megabytes: 2000,
});

export const snakemake = pythonTool({ name: 'snakemake', title: 'Snakemake', purpose: 'for sweeps', list: 'snakemake', module: 'snakemake', megabytes: 300 });
