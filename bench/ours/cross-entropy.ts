/** @param logits [batch, classes], flat */
export function meanCrossEntropy(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let sum = 0;
  labels.forEach((label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    sum += largest + Math.log(row.reduce((total, logit) => total + Math.exp(logit - largest), 0)) - row[label]!;
  });
  return sum / labels.length;
}
