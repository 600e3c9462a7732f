import type { ColumnTable } from 'arquero';
import { settingOf, STANDARD_VARIANT, type Setting } from '../tables/condition';
import { findingTable } from './findings/finding';
import { blocks, earlyReadouts, gradientRatios, readouts, runs, stateNorms } from '../tables/tables';
import type { RunTables } from '../tables/tables-of-runs';
import { lpk24Rows } from './claims';
import { evidence, knownOf, type EvidenceRow } from './evidence';
import { cosineInDepth, hasSingleRepresentation, isOrdinary, isUsual, ordinaryBlocks, precedence, singleRepresentation, type OrdinaryNetworks } from './ordinary-blocks';
import { asSecond } from './over-seeds';
import { sharing } from '../ideas/sharing/claim';

/** Findings in published networks, and the size at which they were measured. */
export interface PublishedFindings {
  readonly preset: string;
  readonly findings: ColumnTable;
}

/**
 * The claim ledger: a `claims` table of all that runs and published networks say of LPK24's L1–L4 and JAB18's J1–J9, one row for
 * each comparison, with its statistic, n, effect, interval, rule, verdict and the runs behind it. Statistics and rules are ours, and
 * were fixed before the first run of the study. Networks trained here decide, over seeds; published ones stand beside them. What has no networks has no row.
 */
export function ledger(tables: RunTables, published?: PublishedFindings): ColumnTable {
  const rows = [
    ...lpk24Rows(runs.rows(tables.runs).filter(({ experiment }) => experiment !== SHARING)),
    ...ofOrdinaryNetworks(tables),
    ...ofSharing(tables),
    ...(published ? ofPublished(published) : []),
  ];
  return evidence.table(onePrimary(rows));
}

/** The experiment whose networks J8 and J9 compare; it couples and constrains none. */
const SHARING = 'sharing';

/** Kinds of network that a shallower one of their seed is compared with (J2). */
const DEEPER: Readonly<Record<string, RegExp>> = { 'resnet-32': /^resnet-20$/, conventional: /^\d+ blocks?$/, [STANDARD_VARIANT]: /^\d+ blocks?$/ };

function ofOrdinaryNetworks(tables: RunTables): EvidenceRow[] {
  const networks = ordinaryNetworks(tables);
  const besides = ({ variant: _, ...one }: OrdinaryNetworks): OrdinaryNetworks[] => networks.filter((other) => keyOf(other) === keyOf(one));
  return [
    ...networks.filter(isUsual).flatMap(ordinaryBlocks),
    ...networks.flatMap((deep) => besides(deep).filter(({ variant }) => DEEPER[deep.variant]?.test(variant)).flatMap((shallow) => cosineInDepth(shallow, deep))),
    ...networks.filter(hasSingleRepresentation).flatMap((single) => {
      const ordinary = ['unshared', 'conventional', STANDARD_VARIANT].flatMap((variant) => besides(single).filter((other) => other.variant === variant && other.blocks.length > 0));
      return singleRepresentation(single, ordinary[0]);
    }),
  ];
}

function ordinaryNetworks(tables: RunTables): OrdinaryNetworks[] {
  const rows = { rows: runs.rows(tables.runs), blocks: blocks.rows(tables.blocks), readouts: readouts.rows(tables.readouts), earlyReadouts: earlyReadouts.rows(tables.earlyReadouts) };
  const known = knownOf(rows.rows);
  const kinds = new Map(rows.rows.filter(isOrdinary).map((row) => [`${keyOf(row)} ${row.variant}`, settingOf(row)]));
  return [...kinds].map(([key, { experiment, preset, task, variant, normalization }]) => {
    const own = <Row extends Setting>(all: readonly Row[]): Row[] => all.filter((row) => isOrdinary(row) && `${keyOf(row)} ${row.variant}` === key);
    return {
      experiment, preset, task, variant, normalization, known,
      rows: own(rows.rows), blocks: own(rows.blocks), readouts: own(rows.readouts), earlyReadouts: own(rows.earlyReadouts),
    };
  });
}

function keyOf({ experiment, preset, task, normalization }: Pick<Setting, 'experiment' | 'preset' | 'task' | 'normalization'>): string {
  return JSON.stringify([experiment, preset, task, normalization]);
}

function ofSharing(tables: RunTables): EvidenceRow[] {
  const all = { runs: runs.rows(tables.runs), stateNorms: stateNorms.rows(tables.stateNorms), gradientRatios: gradientRatios.rows(tables.gradientRatios) };
  const known = knownOf(all.runs);
  const own = all.runs.filter(({ experiment }) => experiment === SHARING);
  const kinds = new Map(own.map((row) => [keyOf(row), row]));
  return [...kinds].flatMap(([key, { experiment, preset, task, normalization }]) =>
    sharing({ experiment, preset, task, normalization, known, ...all, runs: own.filter((row) => keyOf(row) === key), stateNorms: all.stateNorms.filter((row) => keyOf(row) === key) }),
  );
}

/** Which kind of network a row is about: batch norm decides, group norm is a second kind beside it. */
export function kindOf({ networks }: Pick<EvidenceRow, 'networks'>): 'batch norm' | 'group norm' {
  return networks.includes('group norm') ? 'group norm' : 'batch norm';
}

/** One kind of ordinary network decides a claim on a task. */
function onePrimary(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const first = new Map<string, number>();
  const place = (row: EvidenceRow): string => JSON.stringify([row.claim, row.preset, row.task, kindOf(row)]);
  for (const row of rows.filter(({ primary }) => primary)) first.set(place(row), Math.min(first.get(place(row)) ?? Infinity, precedence(row.networks)));
  return rows.map((row) => (row.primary && precedence(row.networks) > first.get(place(row))! ? asSecond(row) : row));
}

/** Findings in published networks as rows of the ledger: shown beside those of networks trained here. */
function ofPublished({ preset, findings }: PublishedFindings): EvidenceRow[] {
  return findingTable.rows(findings).map(({ finding, task, network, images, n, over, estimate, lower, upper, statement, statistic, rule }) => ({
    claim: finding,
    experiment: 'iterative-inference',
    preset,
    task,
    networks: images === 'test' ? network : `${network}, training images`,
    statement,
    statistic,
    unit: '',
    primary: false,
    over,
    n,
    leftOut: 0,
    effect: estimate,
    lower,
    upper,
    atLeast: null,
    atMost: null,
    pAgainst: null,
    rule,
    verdict: 'decides nothing',
    idle: false,
    runs: network,
  }));
}
