import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidence } from '../../src/claims/evidence';
import { readmeSection } from '../../src/ideas/claims';
import { publishedRow } from '../tables/published-row';

const row = { ...publishedRow, primary: true, over: 'seeds', networks: 'batch norm', n: 5, effect: 0.25, lower: -0.5, upper: 1 } as const;

test('the README’s tables: a verdict on every claim, and the effects that decide with interval and n, or that networks are not competent, claims in their order', () => {
  const table = evidence.table([
    { ...row, claim: 'J1', task: 'mnist', statement: 'it dominates', statistic: '|a| / |b|' },
    { ...row, claim: 'L2', task: 'mnist', statement: 'more recurrent', statistic: 'difference' },
    { ...row, claim: 'L2', task: 'cifar-10', statement: 'more recurrent', statistic: 'difference', lower: null, upper: null, n: 1 },
    { ...row, claim: 'L2', task: 'cifar-100', statement: 'more recurrent', statistic: 'difference', n: 3, leftOut: 2 },
    { ...row, claim: 'L2', task: 'digitclutter-5', statement: 'more recurrent', statistic: 'difference', lower: null, upper: null, effect: NaN, n: 0, leftOut: 3, verdict: 'not competent' },
    { ...row, claim: 'L2', task: 'mnist', statement: 'a second', statistic: 'difference', primary: false },
    { ...row, claim: 'L2', task: 'mnist', statement: 'more recurrent', statistic: 'difference', networks: 'group norm', effect: 9 },
  ]);
  const section = readmeSection(table, 'study');
  assert.equal(section.match(/^\| \*\*[LJ]\d\*\* \| .* \| not tested \|$/gm)?.length, 12, 'all claims but L2, by batch and by group norm');
  const effects = section.slice(section.indexOf('Effects')).split('\n').filter((line) => line.startsWith('|'));
  assert.deepEqual(effects, [
    '|  | what decides | mnist | cifar-10 | cifar-100 | digitclutter-5 |',
    '| --- | --- | --- | --- | --- | --- |',
    '| **L2** | more recurrent: difference | 0.250 [−0.500, 1.000] (5) | 0.250 (1) | 0.250 [−0.500, 1.000] (3, 2 not competent) | not competent (3) |',
    '| **J1** | it dominates: \\|a\\| / \\|b\\| | 0.250 [−0.500, 1.000] (5) |  |  |  |',
  ]);
});
