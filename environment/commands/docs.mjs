import { join } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forCode } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run docs`: writes the API documentation to `docs/`.
 * @param {string[]} args
 */
export async function docs(args) {
  readOptions(args, { usage: 'npm run docs', about: 'Writes the documentation of the whole interface to docs/.', options: {} });
  await setUp(forCode);
  return attach(process.execPath, [join(root, 'node_modules', 'typedoc', 'bin', 'typedoc')]);
}
