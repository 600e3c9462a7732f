import type { KernelRunner } from './kernels';
import type { Value } from './values';

/**
 * Runs no kernel and computes no number: a value is only its type. A network run with it declares its parameters and
 * refuses shapes that do not fit, before any memory is taken.
 */
export const SHAPE_KERNELS: KernelRunner = {
  run: (_kernel, _inputs, _attributes, outputs) => outputs.map((type): Value => ({ ...type })),
  constant: (_values, shape, dtype) => ({ shape, dtype }),
};
