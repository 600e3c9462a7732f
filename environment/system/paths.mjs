import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever a command was started. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that set-up installs, `node_modules` apart. Git ignores it, and deleting it is always safe. */
export const installed = join(root, '.environment');

/** Temporary files of set-up, in the project's folder because /tmp may be small; emptied by the next set-up. */
export const temporary = join(installed, 'tmp');

/** The Python interpreter of the project's own virtual environment. */
export const python = join(installed, 'python', 'bin', 'python');

/** Jupyter's folder of this project: kernels, settings, run-time files. */
export const jupyter = join(installed, 'jupyter');
