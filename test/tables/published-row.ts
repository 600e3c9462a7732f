import type { EvidenceRow } from '../../src/claims/evidence';

/** What a made-up published network says, for tests. */
export const publishedRow: EvidenceRow = {
  claim: 'J2', experiment: 'iterative-inference', preset: 'smoke', task: 'cifar10', networks: 'ResNet-56, training images', statement: 'made up', statistic: 'made up', unit: '', primary: false,
  over: 'images', n: 400, leftOut: 0, effect: -0.1, bySeed: '', lower: -0.12, upper: -0.08, atLeast: null, atMost: null, pAgainst: null, rule: 'below 0: supported; above 0: contradicted', verdict: 'supported', seedsToDecide: null, idle: false, runs: 'ResNet-56',
};
