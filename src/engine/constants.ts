import type * as tfc from '@tensorflow/tfjs-core';
import type { ElementType, Shape } from './values';

/** Small constants (shapes, axes, factors), made once each and kept, since every step asks for the same ones. */
export class Constants {
  private readonly kept = new Map<string, tfc.Tensor>();

  constructor(private readonly tf: typeof tfc) {}

  get(values: readonly number[], shape: Shape, dtype: ElementType): tfc.Tensor {
    const key = `${dtype}[${shape.join()}]${values.join()}`;
    let constant = this.kept.get(key);
    if (!constant) {
      constant = this.tf.keep(this.tf.tensor([...values], [...shape], dtype));
      this.kept.set(key, constant);
    }
    return constant;
  }
}
