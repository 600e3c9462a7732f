import type { Shape } from '../engine/values';
import type { Laid } from './layout';
import { readTensors } from './safetensors';
import type { TensorFile } from './tensor-file';
import { quoted, WeightsError } from './weights-error';

/**
 * A network's weights as they are taken out of a file, one by one: each must be there, in float32, of the shape that the
 * network needs, and finite, and in the end none may be left.
 */
export class NamedWeights {
  private readonly taken = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly file: TensorFile,
    /** as in an error: "a cifar-resnet" */
    private readonly architecture: string,
  ) {}

  static async read(path: string, architecture: string): Promise<NamedWeights> {
    return new NamedWeights(path, await readTensors(path), architecture);
  }

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
    const { values } = this.file.tensors.get(name)!;
    if (!(values instanceof Float32Array)) throw this.error(`has ${quoted(name)} in another type than float32`);
    if (!values.every(Number.isFinite)) throw this.error(`has numbers in ${quoted(name)} that are not finite`);
    this.taken.add(name);
    return { shape, values };
  }

  /** Leaves out a tensor that says nothing of what the network computes, if it is there. */
  ignore(name: string): void {
    this.taken.add(name);
  }

  /** Refuses a file that holds more than was taken: it would be another network. */
  finish(): void {
    const left = this.names.find((name) => !this.taken.has(name));
    if (left !== undefined) throw this.error(`has a tensor ${quoted(left)}`);
  }

  error(problem: string): WeightsError {
    return new WeightsError(this.path, `is not the file of ${this.architecture} (it ${problem})`, 'name the architecture that the file belongs to');
  }
}
