/** Python libraries that only the benchmark compares with, each in an environment of its own. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { installed, root } from '../system/paths.mjs';
import { pythonEnvironment } from './python.mjs';
import { findPython } from './requirements.mjs';

/**
 * The step that installs what `environment/python/{list}.in` wants, pinned by `{list}.txt`, and the interpreter that can import it.
 * @param {object} library
 * @param {string} library.name of the step and its folder
 * @param {string} library.title
 * @param {string} library.list
 * @param {string} library.module what is imported of it
 * @param {number} library.megabytes
 * @returns {{ step: import('./step.mjs').Step, interpreter: string }}
 */
function comparedLibrary({ name, title, list, module, megabytes }) {
  const folder = join(installed, name);
  const interpreter = join(folder, 'bin', 'python');
  const wanted = join(root, 'environment', 'python', `${list}.in`);
  const pins = join(root, 'environment', 'python', `${list}.txt`);
  /** @type {import('./step.mjs').Step} */
  const step = {
    name,
    title: `${title} (for the comparison)`,
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

export const pytorch = comparedLibrary({ name: 'pytorch', title: 'PyTorch', list: 'pytorch', module: 'torch', megabytes: 1500 });

export const tensorflowPython = comparedLibrary({
  name: 'tensorflow-python',
  title: "TensorFlow's Python package",
  list: 'tensorflow',
  module: 'tensorflow',
  megabytes: 2000,
});
