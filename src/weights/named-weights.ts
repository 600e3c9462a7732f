import type { Shape } from '../engine/values';
import type { Laid } from './layout';
import type { TensorFile } from './tensor-file';
import { quoted, WeightsError } from './weights-error';

/**
 * A network's weights as they are taken out of a file, one by one: each must be there, in float32 or what is read
 * as float32, of the shape that the network needs, and finite, and in the end none may be left.
 */
export class NamedWeights {
  private readonly taken = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly file: TensorFile,
    /** as in an error: "a cifar-resnet" */
    private readonly architecture: string,
  ) {}

  get names(): string[] {
    return [...this.file.tensors.keys()];
  }

  metadata(name: string): string | undefined {
    return this.file.metadata.get(name);
  }

  /** The shape of a tensor that must be there. */
  shapeOf(name: string): Shape {
    const tensor = this.file.tensors.get(name);
    if (!tensor) throw this.error(`lacks the tensor ${quoted(name)}`);
    return tensor.shape;
  }

  /** Takes a tensor that must have the given shape. */
  take(name: string, shape: Shape): Laid {
    const found = this.shapeOf(name);
    if (found.length !== shape.length || !found.every((length, i) => length === shape[i])) {
      throw this.error(`has ${quoted(name)} in the shape [${found.join()}] instead of [${shape.join()}]`);
    }
    const stored = this.file.tensors.get(name)!.values;
    const values = stored instanceof Float64Array ? Float32Array.from(stored) : stored;
    if (!(values instanceof Float32Array)) throw this.error(`has ${quoted(name)} in another type than floating-point numbers`);
    if (!values.every(Number.isFinite)) throw this.error(`has numbers in ${quoted(name)} that are not finite`);
    this.taken.add(name);
    return { shape, values };
  }

  /** Refuses numbers below zero in a tensor that was taken: variances. */
  refuseNegative(name: string): void {
    const { shape } = this.file.tensors.get(name)!;
    if (this.take(name, shape).values.some((value) => value < 0)) throw this.error(`has negative numbers in ${quoted(name)}`);
  }

  /** Refuses a file that holds more than was taken: it would be another network. */
  finish(): void {
    const left = this.names.find((name) => !this.taken.has(name));
    if (left !== undefined) throw this.error(`has a tensor ${quoted(left)}`);
  }

  error(problem: string): WeightsError {
    return new WeightsError(this.path, `cannot be read as ${this.architecture} (it ${problem})`, 'export it again, or name the architecture that it belongs to');
  }
}
