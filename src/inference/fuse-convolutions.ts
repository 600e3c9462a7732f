import type { Value } from '../engine/values';
import { DataFlow, isChannelVector, isKnown, replaceCalls, rewriteAll, sameShape, storedValue, type KnownValue, type TracedCall, type TracedLayer } from './traced-layer';

/** A convolution and what is done to its output before anything else sees it, in this order. */
interface Chain {
  readonly convolution: TracedCall;
  readonly bias: { readonly call: TracedCall; readonly values: KnownValue } | undefined;
  readonly addition: { readonly call: TracedCall; readonly summand: Value } | undefined;
  readonly relu: TracedCall | undefined;
}

/**
 * Makes convolutions add their bias, another map of the output's shape (the skip connection) and apply the ReLU while the
 * output is still in the processor's caches: TensorFlow's `_FusedConv2D`, as its graph optimizer would write it. oneDNN has
 * all these combinations.
 */
export function fuseConvolutions(layer: TracedLayer): TracedLayer {
  return rewriteAll(layer, (current) => {
    const flow = new DataFlow(current);
    const chain = current.calls.filter(({ kernel }) => kernel === 'Conv2D').map((call) => chainAfter(flow, call)).find(({ addition, bias, relu }) => addition ?? bias ?? relu);
    return chain && fuseChain(current, chain);
  });
}

function chainAfter(flow: DataFlow, convolution: TracedCall): Chain {
  const bias = biasOf(flow.soleUser(convolution), convolution);
  const biased = bias?.call ?? convolution;
  const addition = additionOf(flow.soleUser(biased), biased);
  const added = addition?.call ?? biased;
  const next = flow.soleUser(added);
  return { convolution, bias, addition, relu: next?.kernel === 'Relu' ? next : undefined };
}

function biasOf(call: TracedCall | undefined, { outputs: [map] }: TracedCall): Chain['bias'] {
  const values = otherOperand(call, map!);
  return call && values && isChannelVector(values, map!) ? { call, values } : undefined;
}

function additionOf(call: TracedCall | undefined, { outputs: [map] }: TracedCall): Chain['addition'] {
  const summand = otherOperand(call, map!);
  return call && summand && !isKnown(summand) && sameShape(summand, map!) ? { call, summand } : undefined;
}

/** What an addition adds to a value; undefined when the call is none, or adds the value to itself. */
function otherOperand(call: TracedCall | undefined, value: Value): Value | undefined {
  return call?.kernel === 'AddV2' ? call.inputs.find((input) => input !== value) : undefined;
}

function fuseChain(layer: TracedLayer, { convolution, bias, addition, relu }: Chain): TracedLayer {
  const calls = [convolution, bias?.call, addition?.call, relu].filter((call): call is TracedCall => call !== undefined);
  const channels = convolution.inputs[1]!.shape[3]!;
  // Every fusion that there is begins with a bias.
  const values = bias?.values ?? storedValue(new Float32Array(channels), [channels]);
  const summands = addition ? [addition.summand] : [];
  const fused: TracedCall = {
    kernel: '_FusedConv2D',
    inputs: [...convolution.inputs, values, ...summands],
    attributes: {
      ...convolution.attributes,
      TArgs: { kind: 'types', value: [values, ...summands].map(() => 'float32') },
      num_args: { kind: 'int', value: 1 + summands.length },
      num_host_args: { kind: 'int', value: 0 },
      fused_ops: { kind: 'strings', value: ['BiasAdd', ...(addition ? ['Add'] : []), ...(relu ? ['Relu'] : [])] },
      epsilon: { kind: 'float', value: 0 },
      leakyrelu_alpha: { kind: 'float', value: 0 },
    },
    outputs: calls[calls.length - 1]!.outputs,
  };
  return replaceCalls(layer, calls, [fused]);
}
