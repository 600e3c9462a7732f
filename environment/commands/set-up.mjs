import { setUp } from '../set-up/set-up.mjs';
import { forNotebooks } from '../set-up/steps.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run set-up`: installs everything that the notebooks need.
 * @param {string[]} args
 */
export async function setUpAll(args) {
  readOptions(args, { usage: 'npm run set-up', about: "Installs what is missing of all that the notebooks need, in the project's folder only.", options: {} });
  await setUp(forNotebooks);
  return 0;
}
