import { readFileSync } from 'node:fs';
import type { Experiment } from './experiment';
import { sweep, type Sweep } from './sweep';

/**
 * The sweep that a JSON file describes, in the form that {@link sweep} takes.
 * @throws RangeError that names the file, and says what is wrong with it
 */
export function readSweep(file: string): Experiment {
  const fail = (error: unknown): never => {
    throw new RangeError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  };
  let described: unknown;
  try {
    described = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(error instanceof SyntaxError ? `it is not JSON (${error.message})` : error);
  }
  if (typeof described !== 'object' || described === null || Array.isArray(described)) return fail('a sweep is an object, { "name": …, "task": …, … }');
  try {
    return sweep(described as Sweep);
  } catch (error) {
    return fail(error);
  }
}
