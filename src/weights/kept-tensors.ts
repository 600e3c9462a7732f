import type * as tfc from '@tensorflow/tfjs-core';
import type { Value } from '../engine/values';
import type { Laid } from './layout';

/** Tensors that live until they are disposed of together. */
export class KeptTensors {
  private readonly tensors: tfc.Tensor[] = [];

  constructor(private readonly tf: typeof tfc) {}

  keep({ values, shape }: Laid): Value {
    const tensor = this.tf.keep(this.tf.tensor(values, [...shape]));
    this.tensors.push(tensor);
    return tensor;
  }

  dispose(): void {
    for (const tensor of this.tensors) tensor.dispose();
  }
}
