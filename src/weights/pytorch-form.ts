import type { Shape } from '../engine/values';
import type { ParameterSpec, Role } from '../networks/pass';
import { kernelFromPytorch, kernelToPytorch, transposeMatrix, type Laid } from './layout';

/** What PyTorch calls the parts of a layer. */
const PARTS: Readonly<Record<Role, string>> = {
  kernel: 'weight',
  dense: 'weight',
  bias: 'bias',
  scale: 'weight',
  shift: 'bias',
  mean: 'running_mean',
  variance: 'running_var',
};

/** A parameter's name as PyTorch would have it: `stage1.block2.conv1.kernel` is `stage1.block2.conv1.weight`. */
export function pytorchName({ name, role }: ParameterSpec): string {
  return name.replace(/[^.]+$/, PARTS[role]);
}

export function pytorchShape({ shape, role }: ParameterSpec): Shape {
  return role === 'dense' ? [shape[1]!, shape[0]!] : role === 'kernel' ? [shape[3]!, shape[2]!, shape[0]!, shape[1]!] : shape;
}

/** A parameter's values in PyTorch's layout. */
export function toPytorch({ role }: ParameterSpec, laid: Laid): Laid {
  return role === 'dense' ? transposeMatrix(laid) : role === 'kernel' ? kernelToPytorch(laid) : laid;
}

/** A parameter's values out of PyTorch's layout. */
export function fromPytorch({ role }: ParameterSpec, laid: Laid): Laid {
  return role === 'dense' ? transposeMatrix(laid) : role === 'kernel' ? kernelFromPytorch(laid) : laid;
}
