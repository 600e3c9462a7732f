import { setUp } from '../set-up/set-up.mjs';
import { line, one, sum } from '../testing/outcome.mjs';
import { parts } from '../testing/parts.mjs';
import { Problem } from '../system/problem.mjs';
import { duration } from '../system/progress.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm test`: all parts, or those named, then one line with the counts of all.
 * @param {string[]} args
 * @returns {Promise<number>} 0 if nothing failed
 */
export async function test(args) {
  const names = Object.keys(parts);
  const { positionals } = readOptions(args, { usage: `npm test -- [${names.join('] [')}]`, options: {}, names });
  const chosen = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name));

  const outcomes = [];
  try {
    const needs = new Set(chosen.flatMap(([, { needs }]) => needs));
    await setUp([...needs], { requireAll: true });
    for (const [, { title, run }] of chosen) {
      console.log(`\n== ${title} ==`);
      const start = performance.now();
      const outcome = await run();
      outcomes.push(outcome);
      console.log(`${title}: ${line(outcome)} (${duration((performance.now() - start) / 1000)})`);
    }
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    outcomes.push(one(false));
  }
  const total = sum(outcomes);
  console.log(`\n${line(total)}`);
  return total.failed === 0 ? 0 : 1;
}
