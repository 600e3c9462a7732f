import type { ColumnTable } from 'arquero';
import { evidence, type ClaimName } from '../claims/evidence';
import { compared, ledgerOf, type Claims, type PublishedEvidence } from '../claims/ledger';
import { verdictsOn } from '../claims/overall';
import { claimsSection } from '../claims/readme-section';
import type { RunTables } from '../tables/tables-of-runs';
import * as blockDrop from './block-drop/claim';
import * as borderline from './borderline-examples/claim';
import * as cosineLoss from './cosine-loss/claim';
import * as earlyReadout from './early-readout/claim';
import { generalization } from './generalization/claim';
import { matchedParameters } from './generalization/matched-parameters';
import { gradientCoupling } from './gradient-coupling/claim';
import { ordinaryNetworks } from './indices/claim';
import * as l2Ratio from './l2-ratio/claim';
import { lipschitzConstraint } from './lipschitz-constraint/claim';
import { sharing } from './sharing/claim';
import { claimStatements, JAB18_CLAIMS, LPK24_CLAIMS } from './statements';
import * as taylorTerm from './taylor-term/claim';
import * as unrolling from './unrolling/claim';

/** All that is asked of networks, in the order of L1 to J9. */
export const CLAIMS: Claims = {
  comparisons: [ordinaryNetworks, gradientCoupling, lipschitzConstraint, generalization, matchedParameters],
  ordinary: {
    usual: [
      taylorTerm.dominates,
      cosineLoss.negative, cosineLoss.falls,
      l2Ratio.flat,
      blockDrop.noDrasticDrop,
      earlyReadout.gradual, earlyReadout.withEveryBlock, earlyReadout.throughoutTraining,
      borderline.correctedFromFirst, borderline.corrected, borderline.entropyFalls, borderline.lossRises,
      unrolling.lowersTrainingLoss,
    ],
    inDepth: [cosineLoss.fallsWithDepth],
    singleAgainstUsual: [l2Ratio.firstStandsOut, blockDrop.firstMattersMore],
    single: [l2Ratio.firstIsLarge, l2Ratio.fallsFromBlockToBlock, blockDrop.firstIsCatastrophe],
  },
  sharing,
};

/**
 * The claim ledger: all that runs and published networks say of L1 to L4 and J1 to J9, one row for each comparison, with its statistic, n,
 * effect, interval, rule, verdict and the runs behind it.
 */
export const ledger = (tables: RunTables, published?: PublishedEvidence): ColumnTable => ledgerOf(tables, CLAIMS, published);

/**
 * What the networks of a `runs` table say of LPK24's claims: one row for each comparison, with its verdict. Statistics, margins and
 * rules are ours, fixed before the first run of the study (claim.ts of each idea). Comparisons whose networks were not trained have
 * no row; seeds that lack one of the compared networks are left out of that comparison.
 */
export const claims = (runTable: ColumnTable): ColumnTable => evidence.table(compared(runTable, CLAIMS.comparisons));

/** What the primary comparisons of a ledger come to: one row for each claim. @param of claims that have a row, also where nothing bears on them */
export const claimVerdicts = (claimTable: ColumnTable, of: readonly ClaimName[] = LPK24_CLAIMS): ColumnTable =>
  verdictsOn(claimTable, of.map((claim) => [claim, claimStatements[claim]]));

/** The verdicts on all claims as Markdown. @param preset of the runs behind a ledger */
export const readmeSection = (table: ColumnTable, preset: string): string => claimsSection(claimVerdicts(table, [...LPK24_CLAIMS, ...JAB18_CLAIMS]), table, preset);
