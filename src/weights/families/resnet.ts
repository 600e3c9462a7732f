import { NORMALIZATIONS } from '../normalizations';
import type { NetworkPlan } from '../plan';
import { layers, pooledHead, stemSteps } from './cifar-resnet';
import { strideOf, type Family } from './family';

/**
 * ResNets of torchvision and timm, 18 to 152 and wide ones: `conv1` (7 × 7, stride 2), `bn1`, ReLU, max pool, `layer1` to `layer4` of blocks
 * with two convolutions or three, `downsample.0` and `.1` in shortcuts, global average pool and `fc`. A bottleneck's stride is that of its
 * 3 × 3 convolution.
 */
export const resnet: Family = {
  name: 'resnet',
  expects: 'conv1 (7 × 7), bn1, layer1 … layer4 of conv-norm-ReLU blocks with a ReLU behind the addition, downsample.0 and .1, fc',
  read(file, choice): NetworkPlan {
    const { stem, width, colours } = stemSteps(file, 7, strideOf(0, 2, choice), choice.maxPool ?? true);
    const { stages, channels } = layers(file, choice, stem, width, false);
    const { head, classes } = pooledHead(file, channels);
    return { stages, head, input: [224, 224, colours], classes, normalization: choice.normalization ?? NORMALIZATIONS.imagenet, problems: [] };
  },
};
