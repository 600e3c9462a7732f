import { join, resolve } from 'node:path';
import { sha256 } from '../data/checksum';
import type { Engine } from '../engine/engine';
import { networkOf } from './import-network';
import type { ImportedNetwork } from './imported-network';
import { decodeTensors, readBytes } from './safetensors';
import { WeightsError } from './weights-error';

/** A network that others trained and published, as the repository brings it. */
export interface PublishedWeights {
  /** in the folder `pretrained` */
  readonly file: string;
  readonly sha256: string;
  /** fraction of CIFAR-10's test images that it gets wrong, as its author published it */
  readonly testError: number;
}

/**
 * The CIFAR-10 ResNets of Y. Idelbayev, "Proper ResNet Implementation for CIFAR10/CIFAR100 in PyTorch"
 * (<https://github.com/akamaster/pytorch_resnet_cifar10>); `pretrained/README.md` says where they are from.
 */
export const PUBLISHED_NETWORKS = {
  'resnet-20': {
    file: 'resnet20.safetensors',
    sha256: '067e58d1f213d012fea54d151d17091064bd0debafb040f28a5c14e66845cf9a',
    testError: 0.0827,
  },
  'resnet-32': {
    file: 'resnet32.safetensors',
    sha256: 'b10ea2af3298ef1b9a07cc2bfc1e462c86e671566ac4bd7a5e90a13e42f2138c',
    testError: 0.0737,
  },
  'resnet-56': {
    file: 'resnet56.safetensors',
    sha256: '73e01676011c14ce404ecdee11e01f072a6a6b0d0eae5fab6163c4481dbdc33d',
    testError: 0.0661,
  },
} as const satisfies Record<string, PublishedWeights>;

export type PublishedName = keyof typeof PUBLISHED_NETWORKS;

const FOLDER = resolve(__dirname, '..', '..', 'pretrained');

/**
 * One of the published CIFAR-10 ResNets.
 * @throws WeightsError when the repository's file is missing or not the published one
 */
export async function loadPublishedNetwork(engine: Engine, name: PublishedName): Promise<ImportedNetwork & PublishedWeights> {
  const published = PUBLISHED_NETWORKS[name];
  const path = join(FOLDER, published.file);
  const bytes = await readBytes(path);
  if (sha256(bytes) !== published.sha256) {
    throw new WeightsError(path, 'does not hold the published weights', `restore it with "git checkout -- pretrained/${published.file}"`);
  }
  return { ...networkOf(engine, path, decodeTensors(bytes, path), { architecture: 'cifar-resnet' }), ...published };
}
