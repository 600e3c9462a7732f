/** The project's own Python environment: JupyterLab, papermill and what the kernel tests need. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../system/child.mjs';
import { contentsOf } from '../system/files.mjs';
import { installed, python as interpreter, root, temporary } from '../system/paths.mjs';
import { findPython } from './requirements.mjs';

const folder = join(installed, 'python');
const requirements = join(root, 'environment', 'python', 'requirements.txt');

/** The user's environment without what would make pip or Python work elsewhere than in the virtual environment. */
export const pythonEnvironment = () => {
  const { PYTHONHOME: _home, PYTHONPATH: _path, PIP_TARGET: _target, PIP_PREFIX: _prefix, ...environment } = process.env;
  return {
    ...environment,
    TMPDIR: temporary,
    PYTHONNOUSERSITE: '1',
    PIP_USER: '0',
    PIP_NO_INPUT: '1',
    PIP_REQUIRE_VIRTUALENV: '0',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
};

/** JupyterLab asks neither for leave to fetch news nor whether it is up to date. */
const labSettings = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false } };

/** @type {import('./step.mjs').Step} */
export const python = {
  name: 'python',
  title: 'Python environment (JupyterLab, papermill)',
  inputs: () => [contentsOf([requirements], root), JSON.stringify(labSettings), root],
  outputs: [folder],
  megabytes: 400,
  require: findPython,
  async install(progress, log) {
    const { command } = findPython();
    const env = pythonEnvironment();
    const doing = 'installing Python packages';
    progress('virtual environment');
    rmSync(folder, { recursive: true, force: true });
    await run(command, ['-m', 'venv', folder], { doing: 'making the Python environment', log, env });
    const count = readFileSync(requirements, 'utf8').match(/^[\w.-]+==/gm)?.length ?? 0;
    let collected = 0;
    await run(interpreter, ['-m', 'pip', 'install', '--no-deps', '--require-hashes', '--progress-bar', 'off', '--retries', '2', '-r', requirements], {
      doing,
      log,
      env,
      onLine: (line) => {
        if (line.startsWith('Collecting ')) progress(`${++collected} of about ${count} packages`);
        if (line.startsWith('Installing collected')) progress('unpacking');
      },
    });
    const overrides = join(folder, 'share', 'jupyter', 'lab', 'settings', 'overrides.json');
    mkdirSync(dirname(overrides), { recursive: true });
    writeFileSync(overrides, JSON.stringify(labSettings));
  },
};
