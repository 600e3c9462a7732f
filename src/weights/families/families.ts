import { cifarResnet } from './cifar-resnet';
import type { Family } from './family';
import { huggingfaceResnet } from './huggingface-resnet';
import { preactivationResnet } from './preactivation-resnet';
import { resnet } from './resnet';
import { wideResnet } from './wide-resnet';

/** All families of networks whose files can be read. Where a file fits several, the first of them counts. */
export const FAMILIES: readonly Family[] = [cifarResnet, resnet, preactivationResnet, wideResnet, huggingfaceResnet];
