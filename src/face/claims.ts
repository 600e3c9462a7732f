/**
 * Claims: the ledger, verdicts, and what they hang on.
 * @module
 */
export { claims as claimsOf, readableClaims } from '../claims/claims';
export { ledger, type PublishedFindings } from '../claims/ledger';
export { claimVerdicts } from '../claims/overall';
export { sensitivity } from '../experiments/results';
export { JAB18_CLAIMS, LPK24_CLAIMS } from '../ideas/statements';
export { keepFindings, keptFindings } from '../claims/findings/kept-findings';
export { findingRules, findingVerdicts, readableFindings } from '../claims/findings/readable';
