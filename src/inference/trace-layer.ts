import type { Engine } from '../engine/engine';
import type { Attributes, KernelRunner } from '../engine/kernels';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { ElementType, Shape, Value, ValueType } from '../engine/values';
import type { Layer } from '../networks/measurable-network';
import { isKnown, type KnownValue, type TracedCall, type TracedLayer } from './traced-layer';

/** Traces layers of one network: a tensor that several of them use is one known value. */
export class Tracer {
  private readonly stored = new Map<Value, KnownValue>();

  constructor(private readonly engine: Engine) {}

  /**
   * What a layer does with an input of a shape, without numbers.
   * @returns undefined when that cannot be known: the layer uses more than the operations that it is given, or tensors that it
   * makes when it runs
   */
  trace(layer: Layer, inputShape: Shape): TracedLayer | undefined {
    const { tf } = this.engine;
    let traced: TracedLayer | undefined;
    // Returned from tidy, the layer would be searched for tensors number by number.
    tf.tidy(() => {
      const newest = tf.scalar(0).id;
      const trace = new Trace((value) => this.storedValue(value, newest));
      const input: Value = { shape: inputShape, dtype: 'float32' };
      trace.made.add(input);
      try {
        const output = layer(new Operations(trace), input);
        if (trace.made.has(output) && output !== input) traced = { input, output, calls: trace.calls };
      } catch {
        // run as it is, the layer says what is wrong with it, if anything
      }
    });
    return traced;
  }

  private storedValue(value: Value, newest: number): KnownValue {
    let stored = this.stored.get(value);
    if (!stored) {
      const tensor = tensorOf(value);
      if (!(tensor.id < newest)) throw new Error('The layer makes tensors when it runs.');
      const numbers = tensor.dataSync() as Float32Array | Int32Array;
      stored = { shape: value.shape, dtype: value.dtype as ElementType, numbers, origin: 'stored' };
      this.stored.set(value, stored);
    }
    return stored;
  }
}

/** Writes down the calls of a layer. */
class Trace implements KernelRunner {
  readonly calls: TracedCall[] = [];
  /** values that came to be in the layer, its input among them */
  readonly made = new Set<Value>();

  constructor(private readonly stored: (value: Value) => KnownValue) {}

  run(kernel: string, inputs: readonly Value[], attributes: Attributes, types: readonly ValueType[]): Value[] {
    const outputs = types.map((type): Value => ({ ...type }));
    outputs.forEach((output) => this.made.add(output));
    this.calls.push({ kernel, inputs: inputs.map((input) => (this.made.has(input) || isKnown(input) ? input : this.stored(input))), attributes, outputs });
    return outputs;
  }

  constant(values: readonly number[], shape: Shape, dtype: ElementType): KnownValue {
    return { shape, dtype, numbers: dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), origin: 'code' };
  }
}
