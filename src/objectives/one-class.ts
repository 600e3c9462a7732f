import type { Objective } from './objective';

/**
 * One of K classes: softmax and its cross-entropy. With m the highest logit and r = Σ of e^{z − m} over all others,
 * log Σ e^z = m + log(1 + r).
 */
export const oneClass: Objective = {
  losses: (ops, logits, labels) => ops.softmaxCrossEntropy(logits, labels),

  read(logits, [label = 0]) {
    const highest = logits.reduce((best, value, k) => (value > logits[best]! ? k : best), 0);
    const below = Array.from(logits, (value) => value - logits[highest]!);
    const powers = below.map(Math.exp);
    const rest = powers.reduce((sum, power, k) => (k === highest ? sum : sum + power), 0);
    const p = powers.map((power) => power / (1 + rest));
    const wrong = label === highest ? rest / (1 + rest) : 1 - p[label]!;
    return {
      loss: Math.log1p(rest) - below[label]!,
      entropy: Math.log1p(rest) - p.reduce((sum, share, k) => sum + share * below[k]!, 0),
      margin: p[label]! - p.reduce((most, share, k) => (k === label ? most : Math.max(most, share)), 0),
      gradient: p.map((share, k) => (k === label ? -wrong : share)),
    };
  },
};
