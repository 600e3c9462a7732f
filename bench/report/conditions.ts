import type { Results } from '../results';
import { machineInWords, threadsInWords } from './machine';

/** Versions of everything that took part in any of the results. */
export function versionsOf(...results: Pick<Results, 'comparisons'>[]): string {
  const comparisons = results.flatMap((each) => each.comparisons ?? []);
  const versions = comparisons.flatMap(({ contenders }) => contenders.flatMap((contender) => Object.entries(contender.versions)));
  return [...new Map(versions)].map(([name, version]) => `${name} ${version}`).join(', ');
}

/** Versions and the machine, as text to read. */
export function conditions(results: Results): string {
  return [
    `${machineInWords(results.machine)}; ${threadsInWords(results.machine.threads)} unless said`,
    versionsOf(results),
    'Ratios are medians over rounds of the times of a contender to those of the reference in the same round.',
  ].filter((line) => line !== '').join('\n');
}
