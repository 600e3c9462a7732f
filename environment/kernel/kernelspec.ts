/**
 * Where Jupyter finds the kernel: `node kernelspec.js project | install | uninstall`.
 *
 * `project` writes the kernelspec that `JUPYTER_PATH=.environment/jupyter` leads to; `install` makes the kernel known to
 * the user's other front ends (VS Code), from whatever folder they start it.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { findProjectRoot } from './project';

const NAME = 'iterative-resnets';

/** What TensorFlow's library notes of itself at its first graph, whatever TF_CPP_MIN_LOG_LEVEL says: its copy of the logging library cannot be reached. */
const NOTES = '^(WARNING: All log messages before absl::InitializeLog|I[0-9]+ [0-9]+:[0-9]+:)';
const SHELL = '/bin/bash';
/** The program in the place of the shell, without these lines in its error stream. An interrupt, which reaches the whole group, is not for the filter. */
const WITHOUT_NOTES = `exec "$@" 2> >(trap '' INT; exec sed -u -E '/${NOTES}/d' >&2)`;

/** Writes the project's own kernelspec if it is missing or says something else, and returns its path. */
export function writeProjectKernelspec(): string {
  return write(path.join(findProjectRoot(), '.environment', 'jupyter'));
}

/** Writes the kernelspec to the user's Jupyter folder and returns its path. */
export function installForUser(): string {
  return write(userDataFolder());
}

/** Removes what {@link installForUser} wrote; returns its folder, or undefined where there was none. */
export function uninstallForUser(): string | undefined {
  const folder = path.join(userDataFolder(), 'kernels', NAME);
  if (!existsSync(folder)) return undefined;
  rmSync(folder, { recursive: true });
  return folder;
}

function write(jupyterFolder: string): string {
  const folder = path.join(jupyterFolder, 'kernels', NAME);
  const file = path.join(folder, 'kernel.json');
  const before = process.platform === 'linux' && existsSync(SHELL) ? [SHELL, '-c', WITHOUT_NOTES, NAME] : [];
  const specification = {
    argv: [...before, process.execPath, path.join(__dirname, 'main.js'), '{connection_file}'],
    display_name: `TypeScript (tslab, ${NAME})`,
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { debugger: false },
  };
  const text = `${JSON.stringify(specification, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** As `jupyter --data-dir` tells it. */
function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return path.join(APPDATA ?? homedir(), 'jupyter');
  return path.join(XDG_DATA_HOME ?? path.join(homedir(), '.local', 'share'), 'jupyter');
}

if (require.main === module) {
  switch (process.argv[2]) {
    case 'project':
      console.log(writeProjectKernelspec());
      break;
    case 'install':
      console.log(`The kernel is installed for this user: ${installForUser()}`);
      break;
    case 'uninstall': {
      const removed = uninstallForUser();
      console.log(removed ? `Removed ${removed}.` : 'The kernel was not installed for this user.');
      break;
    }
    default:
      console.error('Say what to do: kernelspec.js project | install | uninstall');
      process.exitCode = 1;
  }
}
