import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { Problem } from '../system/problem.mjs';
import { countOf, readOptions } from './options.mjs';

const usage = 'npm run test:crash -- [KILLS] [--starts STARTS]';

/**
 * `npm run test:crash -- N`: kills trainings at N random instants has two processes start one run half as many times, and changes
 * every byte of every kind of file; the same tests as in `npm test`, where they do so a few times only.
 * @param {string[]} args
 */
export async function testCrash(args) {
  const { values, positionals } = readOptions(args, {
    usage,
    about: 'Kills trainings at random instants, has two processes start one run, and changes every byte of every kind of file; KILLS is 200 without it.',
    options: { starts: { type: 'string', help: 'how often two processes start one run; half as often as KILLS without it' } },
    names: args,
  });
  if (positionals.length > 1) throw new Problem(`There is one number of kills to give. Usage: ${usage}`);
  const kills = countOf(positionals[0] ?? '200', 'kills', usage);
  const starts = countOf(values.starts ?? String(Math.ceil(Number(kills) / 2)), 'starts', usage);
  await setUp(forEngine, { requireAll: true });
  return attach(process.execPath, ['--import', 'tsx', '--test', '--test-reporter', 'spec', 'test/crash/crash.test.ts', 'test/runs/damage.test.ts'], {
    env: { ...process.env, KILLS: kills, STARTS: starts, DAMAGE_STRIDE: '1' },
  });
}
