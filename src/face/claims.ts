/**
 * Claims: the ledger, verdicts, and what they hang on.
 * @module
 */
export { claims as claimsOf, claimVerdicts, ledger } from '../ideas/claims';
export { type PublishedEvidence } from '../claims/ledger';
export { readableClaims } from '../claims/readable';
export { sensitivity } from '../experiments/results';
export { JAB18_CLAIMS, LPK24_CLAIMS } from '../ideas/statements';
export { keepPublished, keptPublished } from '../experiments/published/evidence';
