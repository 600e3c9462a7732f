import { setUp } from '../set-up/set-up.mjs';
import { line, none, one, sum } from '../testing/outcome.mjs';
import { parts } from '../testing/parts.mjs';
import { Problem } from '../system/problem.mjs';
import { duration } from '../system/progress.mjs';
import { readOptions } from './options.mjs';

/**
 * What a part counted; one that breaks off counts as a failure, and the other parts still run.
 * @param {() => Promise<import('../testing/outcome.mjs').Outcome>} part
 */
async function judge(part) {
  try {
    return await part();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    return one(false);
  }
}

/**
 * `npm test`: all parts, or those named, then one line with the counts of all.
 * @param {string[]} args
 * @returns {Promise<number>} 0 if nothing failed
 */
export async function test(args) {
  const names = Object.keys(parts);
  const { positionals } = readOptions(args, {
    usage: `npm test -- [${names.join('] [')}]`,
    about: 'Runs all parts of the tests, or those that are named, and counts what passed.',
    options: {},
    names,
  });
  const chosen = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name));

  const needs = new Set(chosen.flatMap(([, part]) => part.needs));
  const ready = await judge(async () => {
    await setUp([...needs], { requireAll: true });
    return none();
  });
  const outcomes = [ready];
  for (const [, { title, run }] of ready.failed > 0 ? [] : chosen) {
    console.log(`\n== ${title} ==`);
    const start = performance.now();
    const outcome = await judge(run);
    outcomes.push(outcome);
    console.log(`${title}: ${line(outcome)} (${duration((performance.now() - start) / 1000)})`);
  }
  const total = sum(outcomes);
  console.log(`\n${line(total)}`);
  return total.failed === 0 ? 0 : 1;
}
