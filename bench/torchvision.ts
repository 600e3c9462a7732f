import type { ParameterSpec, Role } from '../src/networks/pass';
import { pytorchName, toPytorch } from '../src/weights/pytorch-form';
import type { StoredTensor, TensorFile } from '../src/weights/tensor-file';
import type { NamedValues } from './material';

/** A network of torchvision's, of basic blocks, under torchvision's names. */
export interface TorchvisionNetwork {
  readonly torchvision: 'resnet34';
  readonly input: [number, number, number];
  readonly classes: number;
  /** of layer1 to layer4 */
  readonly blocks: readonly number[];
}

export const RESNET_34: TorchvisionNetwork = { torchvision: 'resnet34', input: [224, 224, 3], classes: 1000, blocks: [3, 4, 6, 3] };

const STEM_CHANNELS = 64;

/** All parameters and statistics, kernels [height, width, in, out]; the last parts of names are the project's. */
export function tensorsOf({ input, classes, blocks }: TorchvisionNetwork): ParameterSpec[] {
  const specs = [...convolution('conv1', 7, input[2], STEM_CHANNELS), ...norm('bn1', STEM_CHANNELS)];
  let inputs = STEM_CHANNELS;
  blocks.forEach((count, layer) => {
    const channels = STEM_CHANNELS * 2 ** layer;
    for (let block = 0; block < count; block++) {
      const name = `layer${layer + 1}.${block}`;
      specs.push(...convolution(`${name}.conv1`, 3, inputs, channels), ...norm(`${name}.bn1`, channels), ...convolution(`${name}.conv2`, 3, channels, channels), ...norm(`${name}.bn2`, channels));
      if (inputs !== channels) specs.push(...convolution(`${name}.downsample.0`, 1, inputs, channels), ...norm(`${name}.downsample.1`, channels));
      inputs = channels;
    }
  });
  return [...specs, normal('fc.kernel', 'dense', [inputs, classes], 1 / inputs), constant('fc.bias', 'bias', classes, 0)];
}

const normal = (name: string, role: Role, shape: readonly number[], variance: number): ParameterSpec => ({ name, role, shape, initial: { kind: 'normal', standardDeviation: Math.sqrt(variance) } });
const constant = (name: string, role: Role, channels: number, value: number): ParameterSpec => ({ name, role, shape: [channels], initial: { kind: 'constant', value } });

const convolution = (name: string, side: number, inputs: number, outputs: number): ParameterSpec[] => [normal(`${name}.kernel`, 'kernel', [side, side, inputs, outputs], 2 / (side * side * inputs))];

function norm(name: string, channels: number): ParameterSpec[] {
  const parts = { scale: 1, shift: 0, mean: 0, variance: 1 } as const;
  return Object.entries(parts).map(([role, value]) => constant(`${name}.${role}`, role as keyof typeof parts, channels, value));
}

/** The file that torchvision's state dict would be. */
export function stateDict(network: TorchvisionNetwork, values: NamedValues): TensorFile {
  const tensors = tensorsOf(network).map((spec): [string, StoredTensor] => [pytorchName(spec), toPytorch(spec, { shape: spec.shape, values: values[spec.name]! })]);
  return { tensors: new Map(tensors), metadata: new Map() };
}
