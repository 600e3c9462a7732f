import type * as tfc from '@tensorflow/tfjs-core';
import { Constants } from './constants';
import type { Attribute, Attributes, KernelRunner } from './kernels';
import type { NativeAttribute, NativeBackend } from './native-backend';
import { tensorOf } from './tensors';
import type { ElementType, Shape, Value, ValueType } from './values';

/** Runs kernels one by one, at once, in TensorFlow's C library through tfjs-node's binding. */
export class NativeKernels implements KernelRunner {
  private readonly constants: Constants;
  private readonly converted = new WeakMap<Attributes, NativeAttribute[]>();

  constructor(
    private readonly tf: typeof tfc,
    private readonly backend: NativeBackend,
  ) {
    this.constants = new Constants(tf);
  }

  run(kernel: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly ValueType[]): Value[] {
    const native = this.native(attributes);
    const tensors = inputs.map(tensorOf);
    if (outputs.length === 1) return [this.backend.executeSingleOutput(kernel, native, tensors)];
    return this.backend.executeMultipleOutputs(kernel, native, tensors, outputs.length);
  }

  constant(values: readonly number[], shape: Shape, dtype: ElementType): Value {
    return this.constants.get(values, shape, dtype);
  }

  release(value: Value): void {
    tensorOf(value).dispose();
  }

  scope(f: () => Value): Value {
    return this.tf.tidy(() => tensorOf(f()));
  }

  private native(attributes: Attributes): NativeAttribute[] {
    let native = this.converted.get(attributes);
    if (!native) {
      native = Object.entries(attributes).map(([name, attribute]) => this.nativeAttribute(name, attribute));
      this.converted.set(attributes, native);
    }
    return native;
  }

  private nativeAttribute(name: string, attribute: Attribute): NativeAttribute {
    const { binding } = this.backend;
    switch (attribute.kind) {
      case 'type':
        return { name, type: binding.TF_ATTR_TYPE, value: attribute.value === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT };
      case 'int':
      case 'ints':
        return { name, type: binding.TF_ATTR_INT, value: attribute.value };
      case 'float':
        return { name, type: binding.TF_ATTR_FLOAT, value: attribute.value };
      case 'bool':
        return { name, type: binding.TF_ATTR_BOOL, value: attribute.value };
      case 'string':
        return { name, type: binding.TF_ATTR_STRING, value: attribute.value };
    }
  }
}
