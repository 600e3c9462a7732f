import { join } from 'node:path';
import { jupyter } from './paths.mjs';

/**
 * Environment of the project's own Jupyter: kernels, settings and run-time files are the project's, so that neither the
 * user's configuration changes what happens here nor the other way round.
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment() {
  const { JUPYTER_CONFIG_PATH: _config, JUPYTERLAB_DIR: _lab, JUPYTERLAB_SETTINGS_DIR: _settings, PYTHONPATH: _path, PYTHONHOME: _home, ...environment } = process.env;
  return {
    ...environment,
    JUPYTER_PATH: jupyter,
    JUPYTER_CONFIG_DIR: join(jupyter, 'config'),
    JUPYTER_DATA_DIR: join(jupyter, 'data'),
    JUPYTER_RUNTIME_DIR: join(jupyter, 'run'),
    IPYTHONDIR: join(jupyter, 'ipython'),
    JUPYTER_PREFER_ENV_PATH: '1',
    PYTHONNOUSERSITE: '1',
  };
}
