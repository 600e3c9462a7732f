import type { Value } from '../engine/values';
import { GraphFunction } from '../graph/graph-function';
import { isKnown, type KnownValue, type TracedLayer } from './traced-layer';

/**
 * A traced layer as a function of a graph, of the layer's input first.
 * @param stored where the function has a stored value from: one of its arguments, or a variable
 */
export function emitLayer(name: string, { input, output, calls }: TracedLayer, stored: (f: GraphFunction, value: KnownValue) => Value): GraphFunction {
  const f = new GraphFunction(name);
  const values = new Map<Value, Value>([[input, f.argument(input.shape, 'float32')]]);
  const known = (value: Value): Value => {
    if (!isKnown(value)) throw new Error('A call of a traced layer uses a value that no call made.');
    const made = value.origin === 'code' ? f.constant([...value.numbers], value.shape, value.dtype) : stored(f, value);
    values.set(value, made);
    return made;
  };
  for (const { kernel, inputs, attributes, outputs } of calls) {
    const results = f.run(kernel, inputs.map((value) => values.get(value) ?? known(value)), attributes, outputs.map(({ shape }) => ({ shape, dtype: 'float32' })));
    outputs.forEach((each, i) => values.set(each, results[i]!));
  }
  f.result(values.get(output) ?? known(output));
  return f;
}
