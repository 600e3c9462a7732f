import type { Normalization } from '../../data/dataset';
import type { NamesAndShapes } from '../names-and-shapes';
import { NORMALIZATIONS } from '../normalizations';
import type { NetworkPlan, PlannedStage, Step } from '../plan';
import { strideOf, type Choice, type Family } from './family';
import { numbered, postActivationStage, type BlockNames } from './post-activation';

/** What most public scripts make inputs of pixels with, by the number of colours and classes. */
export function usualNormalization(colours: number, classes: number): Normalization {
  if (colours !== 3) return NORMALIZATIONS.mnist;
  return classes === 100 ? NORMALIZATIONS.cifar100 : NORMALIZATIONS['cifar10-public'];
}

/** How the parts of a block are called by torchvision and by most repositories for CIFAR. */
export function torchvisionNames(file: NamesAndShapes): BlockNames {
  const shortcut = (block: string): string => file.oneOf([`${block}.downsample`, `${block}.shortcut`]);
  return {
    branch: (block) => numbered(file, (i) => `${block}.conv${i}`).map((i) => [`${block}.conv${i}`, `${block}.bn${i}`]),
    shortcut: (block) => [`${shortcut(block)}.0`, `${shortcut(block)}.1`],
  };
}

/** Stages `layer1`, `layer2`, … of blocks by those names, each of them of stride 2 but the first. */
export function layers(file: NamesAndShapes, choice: Choice, stem: readonly Step[], width: number, padded: boolean): { readonly stages: PlannedStage[]; readonly channels: number } {
  const names = torchvisionNames(file);
  let channels = width;
  const stages: PlannedStage[] = [];
  for (let s = 1; s === 1 || file.hasPart(`layer${s}`); s++) {
    const stride = strideOf(s, s === 1 ? 1 : 2, choice);
    const read = postActivationStage({ file, names, stage: `layer${s}`, inputs: channels, stride, padded, stem: s === 1 ? stem : [] });
    stages.push(read.stage);
    channels = read.channels;
  }
  return { stages, channels };
}

/** Global average pool and a dense layer, called `linear` or `fc`. */
export function pooledHead(file: NamesAndShapes, channels: number): { readonly head: Step[]; readonly classes: number } {
  const name = file.oneOf(['fc', 'linear']);
  const classes = file.length(`${name}.bias`, 0) || file.length(`${name}.weight`, 0);
  return { head: [{ kind: 'average' }, { kind: 'dense', name, inputs: channels, outputs: classes }], classes };
}

/** A stem `conv1`, `bn1`, ReLU, and a max pool if there is one. */
export function stemSteps(file: NamesAndShapes, size: number, stride: number, maxPool: boolean): { readonly stem: Step[]; readonly width: number; readonly colours: number } {
  const width = file.length('conv1.weight', 0) || file.length('bn1.weight', 0);
  const colours = file.length('conv1.weight', 1) || 3;
  const stem: Step[] = [
    { kind: 'convolution', name: 'conv1', inputs: colours, outputs: width, size, stride, bias: file.has('conv1.bias') },
    { kind: 'norm', name: 'bn1', channels: width },
    { kind: 'relu' },
  ];
  if (maxPool) stem.push({ kind: 'max pool' });
  return { stem, width, colours };
}

/**
 * CIFAR ResNets of He et al. (2015, section 4.2) as public repositories name them, of any depth, width and number of classes and stages:
 * `conv1` (3 × 3), `bn1`, ReLU, then `layer1` to `layer3` or further, global average pool and `linear` or `fc`.
 * - Identity padding (Y. Idelbayev's, the files in `pretrained`): a shortcut without tensors takes every second pixel and puts zeros
 *   around its channels, half of them on either side. Trained with ImageNet's normalization, as his script has it.
 * - 1 × 1 convolution and normalization in the shortcut: `downsample.0` and `.1` (Y. Chen's), `shortcut.0` and `.1` (K. Liu's).
 */
export const cifarResnet: Family = {
  name: 'cifar-resnet',
  expects: 'conv1 (3 × 3), bn1, layer1 … layer3 or further of conv-norm-ReLU-conv-norm blocks with a ReLU behind the addition, linear or fc',
  read(file, choice): NetworkPlan {
    const { stem, width, colours } = stemSteps(file, 3, strideOf(0, 1, choice), choice.maxPool ?? false);
    const { stages, channels } = layers(file, choice, stem, width, true);
    const { head, classes } = pooledHead(file, channels);
    const shortcuts = stages.flatMap(({ transition }) => transition).flatMap((step) => (step.kind === 'residual' ? step.shortcut : []));
    const paddings = shortcuts.flatMap((step) => (step.kind === 'padding' ? step : []));
    const problems = paddings
      .filter(({ inputs, outputs }) => outputs < inputs || (outputs - inputs) % 2 !== 0)
      .map(({ inputs, outputs }) => `has a shortcut without tensors that cannot pad ${inputs} channels to ${outputs}, half on either side`);
    const usual = paddings.length > 0 && colours === 3 ? NORMALIZATIONS.imagenet : usualNormalization(colours, classes);
    return { stages, head, input: [32, 32, colours], classes, normalization: choice.normalization ?? usual, problems };
  },
};
