import type { Objective } from './objective';

/**
 * n of K classes at once, as in Digitclutter (the 2017 paper's sigmoid outputs and cross-entropy on the n-hot target): every
 * class has a probability p = σ(z) of its own, and the loss is the sum over classes of the binary cross-entropies (the sum is
 * **ours**: the negative logarithm of the target's probability, whose gradients are about as large as softmax's). With s = −1
 * for the image's classes and 1 for all others it is Σ softplus(s z).
 */
export const severalClasses: Objective = {
  losses: (ops, logits, labels) => ops.sigmoidCrossEntropy(logits, labels),

  read(logits, labels) {
    const p = Array.from(logits, sigmoid);
    let [loss, entropy, lowest, highest] = [0, 0, 1, 0];
    const gradient = Array.from(logits, (z, k) => {
      const own = labels.includes(k);
      loss += softplus(own ? -z : z);
      // −p log p − (1 − p) log(1 − p), with log p = −softplus(−z) and log(1 − p) = −softplus(z)
      entropy += p[k]! * softplus(-z) + sigmoid(-z) * softplus(z);
      if (own) lowest = Math.min(lowest, p[k]!);
      else highest = Math.max(highest, p[k]!);
      return own ? -sigmoid(-z) : p[k]!;
    });
    // Between the least probable of the image's classes and the most probable of the others (**ours**).
    return { loss, entropy, margin: lowest - highest, gradient };
  },
};

function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** log(1 + e^z) */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}
