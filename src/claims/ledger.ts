import type { ColumnTable } from 'arquero';
import { settingOf, STANDARD_VARIANT, type Setting } from '../tables/condition';
import { findingTable, inClaimWords } from './findings/finding';
import { blocks, earlyReadouts, gradientRatios, readouts, runs, stateNorms, type BlockRow, type ReadoutRow, type RunEarlyReadoutRow } from '../tables/tables';
import type { RunTables } from '../tables/tables-of-runs';
import { claims } from './claims';
import { comparableGroups, evidence, type EvidenceRow, type Group } from './evidence';
import { cosineInDepth, hasSingleRepresentation, isOrdinary, isUsual, ordinaryBlocks, singleRepresentation, type OrdinaryNetworks } from './ordinary-blocks';
import { sharing } from '../ideas/sharing/claim';

/** Findings in published networks, and the size at which they were measured. */
export interface PublishedFindings {
  readonly preset: string;
  readonly findings: ColumnTable;
}

/**
 * The claim ledger: a `claims` table of all that runs and published networks say of LPK24's L1–L4 and JAB18's J1–J9, one row for
 * each comparison, with its statistic, n, effect, interval, rule, verdict and the runs behind it. Statistics and rules are ours,
 * fixed in code before results are seen. L1–L4, J8 and J9 rest on runs (intervals over seeds); J1–J6 on runs and on published
 * networks (over images); J7 on published networks alone. What has no networks has no row.
 */
export function ledger(tables: RunTables, published?: PublishedFindings): ColumnTable {
  const rows = [
    ...evidence.rows(claims(tables.runs)).filter(({ experiment }) => experiment !== SHARING),
    ...ofOrdinaryNetworks(tables),
    ...ofSharing(tables),
    ...(published ? ofPublished(published) : []),
  ];
  return evidence.table(rows);
}

/** The experiment whose networks J8 and J9 compare; it couples and constrains none. */
const SHARING = 'sharing';

function ofOrdinaryNetworks(tables: RunTables): EvidenceRow[] {
  const networks = ordinaryNetworks(blocks.rows(tables.blocks).filter(isOrdinary), readouts.rows(tables.readouts).filter(isOrdinary), earlyReadouts.rows(tables.earlyReadouts).filter(isOrdinary));
  const usual = networks.filter(isUsual);
  const deeper = usual.flatMap((deep) =>
    networks.filter((shallow) => deep.variant === STANDARD_VARIANT && /^\d+ blocks$/.test(shallow.variant) && keyOf(shallow) === keyOf(deep)).flatMap((shallow) => cosineInDepth(shallow, deep)),
  );
  return [...usual.flatMap(ordinaryBlocks), ...deeper, ...networks.filter(hasSingleRepresentation).flatMap(singleRepresentation)];
}

function ordinaryNetworks(blockRows: readonly BlockRow[], readoutRows: readonly ReadoutRow[], earlyRows: readonly RunEarlyReadoutRow[]): OrdinaryNetworks[] {
  const all = [...blockRows, ...readoutRows, ...earlyRows];
  const kinds = new Map(all.map((row) => [`${keyOf(row)} ${row.variant}`, settingOf(row)]));
  return [...kinds].map(([key, { experiment, preset, task, variant, normalization }]) => {
    const own = <Row extends Setting>(rows: readonly Row[]): Row[] => rows.filter((row) => `${keyOf(row)} ${row.variant}` === key);
    return { experiment, preset, task, variant, normalization, blocks: own(blockRows), readouts: own(readoutRows), earlyReadouts: own(earlyRows) };
  });
}

function keyOf({ experiment, preset, task, normalization }: Omit<Group, 'rows'>): string {
  return JSON.stringify([experiment, preset, task, normalization]);
}

function ofSharing(tables: RunTables): EvidenceRow[] {
  const norms = stateNorms.rows(tables.stateNorms);
  const ratios = gradientRatios.rows(tables.gradientRatios);
  return comparableGroups(runs.rows(tables.runs).filter(({ experiment }) => experiment === SHARING)).flatMap(({ rows, ...group }) =>
    sharing({ ...group, runs: rows, stateNorms: norms, gradientRatios: ratios }),
  );
}

/** Findings in published networks as rows of the ledger. */
function ofPublished({ preset, findings }: PublishedFindings): EvidenceRow[] {
  return findingTable.rows(findings).map(({ finding, task, network, images, n, over, estimate, lower, upper, statement, statistic, rule, verdict }) => ({
    claim: finding,
    experiment: 'iterative-inference',
    preset,
    task,
    networks: images === 'test' ? network : `${network}, training images`,
    statement,
    statistic,
    unit: '',
    over,
    n,
    effect: estimate,
    level: 0.95,
    lower,
    upper,
    ...inClaimWords(rule, verdict),
    runs: network,
  }));
}
