import { engine } from '../set-up/engine.mjs';
import { kernel } from '../set-up/kernel.mjs';
import { packages } from '../set-up/packages.mjs';
import { python } from '../set-up/python.mjs';
import { whyMissing } from '../set-up/step.mjs';
import { tensorflow } from '../set-up/tensorflow.mjs';
import { setItUp } from './finding.mjs';

/** @returns {import('./finding.mjs').Finding[]} the state of each step of set-up */
export function installation() {
  return [packages, python, tensorflow, engine, kernel].map((step) => {
    const why = whyMissing(step);
    return why === undefined ? { found: `${step.title}: complete` } : { found: `${step.title}: ${why}`, mend: setItUp };
  });
}
