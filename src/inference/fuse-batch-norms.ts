import { DataFlow, replaceCalls, rewriteAll, type TracedCall, type TracedLayer } from './traced-layer';

/** Makes batch normalizations with stored statistics apply the ReLU that follows in one pass: TensorFlow's `_FusedBatchNormEx`, which is for channels in fours. */
export function fuseBatchNorms(layer: TracedLayer): TracedLayer {
  return rewriteAll(layer, (current) => {
    const flow = new DataFlow(current);
    for (const norm of current.calls) {
      const relu = norm.kernel === 'FusedBatchNormV3' && norm.attributes.is_training!.value === false && norm.outputs[0]!.shape[3]! % 4 === 0 ? flow.soleUser(norm) : undefined;
      if (relu?.kernel === 'Relu') return replaceCalls(current, [norm, relu], [fused(norm, relu)]);
    }
    return undefined;
  });
}

function fused(norm: TracedCall, relu: TracedCall): TracedCall {
  return {
    ...norm,
    kernel: '_FusedBatchNormEx',
    attributes: { ...norm.attributes, num_side_inputs: { kind: 'int', value: 0 }, activation_mode: { kind: 'string', value: 'Relu' } },
    outputs: [...relu.outputs, ...norm.outputs.slice(1)],
  };
}
