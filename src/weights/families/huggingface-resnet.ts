import { NORMALIZATIONS } from '../normalizations';
import type { NetworkPlan, PlannedStage, Step } from '../plan';
import { strideOf, type Family } from './family';
import { postActivationStage, type BlockNames } from './post-activation';

const pair = (name: string): readonly [string, string] => [`${name}.convolution`, `${name}.normalization`];

/**
 * Hugging Face's `ResNetForImageClassification`: `resnet.embedder.embedder` (7 × 7, stride 2) and a max pool,
 * `resnet.encoder.stages.S.layers.B` of basic or bottleneck layers, `classifier.1`. As its configuration has them unless said: the
 * first stage has stride 1, and a bottleneck's stride is that of its 3 × 3 convolution.
 */
export const huggingfaceResnet: Family = {
  name: 'huggingface-resnet',
  expects: 'resnet.embedder.embedder (7 × 7), resnet.encoder.stages.0.layers.0.layer.0 …, classifier.1',
  read(file, choice): NetworkPlan {
    const [convolution, norm] = pair('resnet.embedder.embedder');
    const names: BlockNames = {
      branch: (block) => Array.from({ length: Math.max(2, file.count(`${block}.layer`)) }, (_, i) => pair(`${block}.layer.${i}`)),
      shortcut: (block) => pair(`${block}.shortcut`),
    };
    let channels = file.length(`${convolution}.weight`, 0);
    const colours = file.length(`${convolution}.weight`, 1) || 3;
    const stem: Step[] = [
      { kind: 'convolution', name: convolution, inputs: colours, outputs: channels, size: 7, stride: strideOf(0, 2, choice), bias: false },
      { kind: 'norm', name: norm, channels },
      { kind: 'relu' },
    ];
    if (choice.maxPool ?? true) stem.push({ kind: 'max pool' });
    const stages = Array.from({ length: Math.max(1, file.count('resnet.encoder.stages')) }, (_, s): PlannedStage => {
      const stride = strideOf(s + 1, s === 0 ? 1 : 2, choice);
      const read = postActivationStage({ file, names, stage: `resnet.encoder.stages.${s}.layers`, inputs: channels, stride, padded: false, stem: s === 0 ? stem : [] });
      channels = read.channels;
      return read.stage;
    });
    const classes = file.length('classifier.1.bias', 0) || file.length('classifier.1.weight', 0);
    const head: Step[] = [{ kind: 'average' }, { kind: 'dense', name: 'classifier.1', inputs: channels, outputs: classes }];
    return { stages, head, input: [224, 224, colours], classes, normalization: choice.normalization ?? NORMALIZATIONS.imagenet, problems: [] };
  },
};
