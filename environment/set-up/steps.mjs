/** Which steps a piece of work needs, in their order. */
import { engine } from './engine.mjs';
import { kernel } from './kernel.mjs';
import { packages } from './packages.mjs';
import { python } from './python.mjs';
import { tensorflow } from './tensorflow.mjs';

/** To check and document the code. */
export const forCode = [packages];

/** To compute. */
export const forEngine = [packages, python, tensorflow, engine];

/** To run notebooks. */
export const forNotebooks = [...forEngine, kernel];
