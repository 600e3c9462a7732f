import { sizeOf, type Shape } from '../engine/values';

/** Numbers in row-major order under their shape. */
export interface Laid {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** A kernel [height, width, in, out] as PyTorch has it, [out, in, height, width]. */
export const kernelToPytorch = (kernel: Laid): Laid => transpose(kernel, [3, 2, 0, 1]);

/** PyTorch's kernel [out, in, height, width] as the project has it, [height, width, in, out]. */
export const kernelFromPytorch = (kernel: Laid): Laid => transpose(kernel, [2, 3, 1, 0]);

/** A dense layer's matrix, [in, out] or PyTorch's [out, in], as the other. */
export const transposeMatrix = (matrix: Laid): Laid => transpose(matrix, [1, 0]);

/** The tensor whose axis i is the given one's axis `axes[i]`. */
function transpose({ shape, values }: Laid, axes: readonly number[]): Laid {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(values.length);
  let written = 0;
  const write = (depth: number, from: number): void => {
    const axis = axes[depth];
    if (axis === undefined) result[written++] = values[from]!;
    else for (let i = 0; i < shape[axis]!; i++) write(depth + 1, from + i * strides[axis]!);
  };
  write(0, 0);
  return { shape: axes.map((axis) => shape[axis]!), values: result };
}
