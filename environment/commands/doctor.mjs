import { engineAndData } from '../doctor/engine-and-data.mjs';
import { findings } from '../doctor/finding.mjs';
import { installation } from '../doctor/installation.mjs';
import { kernel } from '../doctor/kernel.mjs';
import { machine } from '../doctor/machine.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run doctor`: says what is here, what is wrong, and how to mend it. It installs nothing.
 * @param {string[]} args
 * @returns {number} 0 if nothing is wrong
 */
export function doctor(args) {
  readOptions(args, { usage: 'npm run doctor', about: 'Says what is here, what is wrong, and how to mend it. Installs nothing; exits with 0 if nothing is wrong.', options: {} });
  const { engine, data } = engineAndData();
  let wrong = 0;
  for (const [section, look] of Object.entries({ Machine: machine, Installed: installation, Engine: engine, Kernel: kernel, Data: data })) {
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
