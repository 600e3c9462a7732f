import { mean } from 'simple-statistics';
import { competent } from '../statistics/competence';
import { estimate, type Estimate } from '../statistics/interval';
import { seedsToDecide } from '../statistics/seeds-to-decide';
import { shownInterval } from '../statistics/shown-interval';
import { decide, ruleInWords, type Rule, type Verdict } from './decide';
import { ofGroup, type ClaimName, type EvidenceRow, type Group, type Known } from './evidence';

/** What is asked of networks that differ in their seed only. */
export interface Asked {
  readonly claim: ClaimName;
  readonly statement: string;
  readonly statistic: string;
  readonly unit?: EvidenceRow['unit'];
  readonly rule: Rule;
  /** decides the claim; else it is shown */
  readonly primary?: boolean;
  /** of networks before their first step, of which competence says nothing */
  readonly untrained?: boolean;
}

/** A network that is compared, whatever is known of it besides. */
interface Network {
  readonly run: string;
}

/** Below this work of a setting its blocks idle (ours). */
const IDLE = 0.1;

/**
 * The evidence row of a statistic that every seed has a value of, by Student's t over the seeds; none where no seed has one. Seeds with a
 * network that is not competent are left out and counted.
 * @param seeds [seed][setting], as `withinSeeds` puts them side by side
 * @param value of the networks of one seed, or several that belong together (see `estimate`); null: it does not apply
 * @param networks which ones of the group these are, where not all of its normalization
 */
export function overSeeds<Row extends Network>(
  group: Omit<Group, 'rows'>,
  asked: Asked,
  seeds: readonly (readonly Row[])[],
  value: (networks: readonly Row[]) => number | readonly number[] | null,
  networks?: string,
): EvidenceRow[] {
  const applying = seeds.flatMap((rows) => {
    const of = value(rows);
    // A number that left the range of what is measured leaves effect and verdict undefined.
    return of === null ? [] : [{ rows, values: (typeof of === 'number' ? [of] : of).map((one) => (Number.isFinite(one) ? one : NaN)) }];
  });
  if (applying.length === 0) return [];
  const { claim, statement, statistic, unit = '', rule, untrained = false } = asked;
  // Networks without normalization are there for the sensitivity of verdicts alone.
  const primary = asked.primary === true && group.normalization !== 'none';
  const able = untrained ? applying : applying.filter(({ rows }) => rows.every(({ run }) => isCompetent(group.known.get(run))));
  const leftOut = applying.length - able.length;
  const found = estimate(able.map(({ values }) => values));
  const verdict = able.length < 2 && leftOut > 0 ? 'not competent' : primary ? decide(found, rule) : 'decides nothing';
  return [
    {
      claim,
      ...ofGroup(group),
      ...(networks === undefined ? {} : { networks }),
      statement,
      statistic,
      unit,
      primary,
      over: 'seeds',
      leftOut,
      effect: found.effect,
      bySeed: found.bySeed.join(' '),
      ...shownInterval({ n: able.length, lower: found.lower, upper: found.upper }),
      atLeast: found.atLeast,
      atMost: found.atMost,
      pAgainst: pAgainst(found, rule),
      rule: ruleInWords(rule),
      verdict,
      seedsToDecide: verdict === 'undecided' ? (seedsToDecide(found, able.length, rule.supports) ?? (rule.contradicts ? seedsToDecide(found, able.length, rule.contradicts) : null)) : null,
      idle: !untrained && anySettingIdles(able.map(({ rows }) => rows), group.known),
      runs: [...new Set(applying.flatMap(({ rows }) => rows.map(({ run }) => run)))].join(' '),
    },
  ];
}

/** The same row where it does not decide. */
export const asSecond = (row: EvidenceRow): EvidenceRow => ({ ...row, primary: false, seedsToDecide: null, verdict: row.verdict === 'not competent' ? row.verdict : ('decides nothing' satisfies Verdict) });

function isCompetent(network: (Known extends ReadonlyMap<string, infer Of> ? Of : never) | undefined): boolean {
  return network === undefined || competent(network.testAccuracy, network.chance);
}

function pAgainst({ atLeast, pAbove, pBelow }: Estimate, { contradicts }: Rule): number | null {
  if (atLeast === null || !contradicts) return null;
  return contradicts.side === 'above' ? pAbove(contradicts.bound) : pBelow(contradicts.bound);
}

/** Does a setting, over its seeds, lose less than a tenth when all blocks of a stage are dropped? @param seeds [seed][setting] */
function anySettingIdles(seeds: readonly (readonly Network[])[], known: Known): boolean {
  const settings = (seeds[0] ?? []).map((_, i) => seeds.flatMap((rows) => known.get(rows[i]?.run ?? '')?.work ?? []));
  return settings.some((work) => work.length > 0 && mean(work) < IDLE);
}
