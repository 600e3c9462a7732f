import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chosenBuild } from '../set-up/tensorflow.mjs';
import { ask } from '../system/child.mjs';
import { parseJson } from '../system/files.mjs';
import { root } from '../system/paths.mjs';
import { setItUp } from './finding.mjs';

/** @typedef {import('./finding.mjs').Finding} Finding */
/** @typedef {import('./look.js').Look} Look */

const again = `${setItUp}; if that does not help, delete node_modules and .environment and run it again`;

/**
 * @param {Look['engine']} report
 * @returns {Finding[]}
 */
function engine(report) {
  const build = chosenBuild();
  const wanted = { found: `TensorFlow build for this machine: ${build} (TENSORFLOW_BUILD=cpu or cuda chooses another)` };
  if ('error' in report) return [wanted, { found: `Engine: ${report.error}`, mend: again }];
  const { threads, oneDNN, instructions, tensorflow, tfjs, device } = report;
  return [
    wanted,
    { found: `Engine: ${report.engine}`, ...(report.warning && { mend: `${again} (${report.warning})` }) },
    {
      found: `Device: ${device}`,
      ...(build === 'cuda' &&
        device === 'CPU' && {
          mend: 'the GPU is not used: see that nvidia-smi lists it and that its driver is of version 525 or newer, and read what `TF_CPP_MIN_LOG_LEVEL=0 npm run doctor` says',
        }),
    },
    { found: `Threads: ${threads} (TF_NUM_INTRAOP_THREADS); oneDNN: ${oneDNN ? `on, up to ${instructions} (ONEDNN_MAX_CPU_ISA)` : 'off'} (TF_ENABLE_ONEDNN_OPTS)` },
    { found: `TensorFlow ${tensorflow ?? '(none)'}, tfjs ${tfjs}` },
  ];
}

/**
 * @param {Look['data']} reports
 * @returns {Finding[]}
 */
function data(reports) {
  const places = reports.flatMap(({ title, summary, ready, places }) => {
    const damaged = places.flatMap(({ problem }) => (problem === undefined ? [] : [{ found: `${title}: damaged`, mend: problem }]));
    return [{ found: summary, ...(!ready && damaged.length === 0 && { mend: summary }) }, ...damaged];
  });
  return [...places, { found: `DATA_DIR: ${process.env.DATA_DIR ?? 'not set'}` }];
}

/**
 * Asks the project's own code which engine starts and which data there are.
 * @returns {Readonly<Record<'engine' | 'data', () => Finding[]>>}
 */
export function engineAndData() {
  /** @type {Finding[]} */
  let trouble = [{ found: 'Not to be told without npm packages', mend: setItUp }];
  if (existsSync(join(root, 'node_modules', 'tsx'))) {
    const { output } = ask(process.execPath, ['--import', 'tsx', join('environment', 'doctor', 'look.ts')], { seconds: 120 });
    const json = output.split('\n').find((line) => line.startsWith('{"engine":'));
    if (json !== undefined) {
      const found = /** @type {Look} */ (parseJson(json));
      return { engine: () => engine(found.engine), data: () => data(found.data) };
    }
    trouble = [{ found: `The project's code does not run: ${output.split('\n').find((line) => line.includes('Error')) ?? output}`, mend: again }];
  }
  return { engine: () => trouble, data: () => trouble.map(({ found }) => ({ found })) };
}
