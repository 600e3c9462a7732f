import type { ClaimName } from '../claims/evidence';

export const LPK24_CLAIMS = ['L1', 'L2', 'L3', 'L4'] as const;
export const JAB18_CLAIMS = ['J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9'] as const;

/** The claims of LPK24 and the findings of JAB18 (stated), in our words; their numbers are ours. */
export const claimStatements: Readonly<Record<ClaimName, string>> = {
  L1: 'Conventionally trained ResNets can express but do not learn iterative solutions.',
  L2: 'Gradient coupling makes them iterative, and full coupling exactly recurrent.',
  L3: 'The Lipschitz constraint makes them convergent.',
  L4: 'Neither improves generalization, nor does it at a matched effective number of parameters.',
  J1: 'The first-order term tells how a block changes the loss where the block’s step is small.',
  J2: 'The cosine loss is negative for every block, more so in higher blocks and in deeper networks.',
  J3: 'The ℓ2 ratio is flat in ordinary networks; with a single representation the first block’s is up to about 2.',
  J4: 'Dropping any one block is no catastrophe in ordinary networks; with a single representation the first is.',
  J5: 'Read out early, accuracy rises gradually with depth.',
  J6: 'Borderline examples get corrected, entropy falls in all groups, test loss rises after the last block.',
  J7: 'The last block can be unrolled: scaled, training loss falls, test loss rises, borderline examples get corrected.',
  J8: 'Naive sharing under- and overfits; activations and gradients explode at initialisation.',
  J9: 'Unshared batch norm alleviates the explosion; unsharing the statistics matters most.',
};
