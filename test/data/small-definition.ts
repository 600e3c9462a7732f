import { sha256 } from '../../src/data/checksum';
import type { DatasetDefinition } from '../../src/data/definition';
import { readIdxImageSet } from '../../src/data/idx-image-set';
import { fixtureBytes, small } from './fixture';

/** A data set of six images in the small idx files, "downloaded" from the hosts given. */
export function smallDefinition(hosts: readonly string[] = []): DatasetDefinition {
  const packed = ['small-images.gz', 'small-labels'];
  return {
    name: 'small',
    title: 'Small',
    layouts: ['small', 'SMALL/raw', '.'],
    embedded: 'small',
    files: [
      { name: 'small-images', copies: ['small-images', 'small-images.gz'], bytes: 88, known: [{ sha256: small.images.sha256 }] },
      { name: 'small-labels', copies: ['small-labels', 'small-labels.gz'], bytes: 14, known: [{ sha256: small.labels.sha256 }] },
    ],
    downloads: packed.map((name) => ({
      name,
      bytes: fixtureBytes(name).length,
      checksum: { algorithm: 'sha256', value: sha256(fixtureBytes(name)) },
      urls: hosts.map((host) => `${host}/${name}`),
    })),
    read: async (files) => {
      const set = await readIdxImageSet(files, { ...small.images, name: 'small-images' }, { ...small.labels, name: 'small-labels' }, 10);
      return { name: 'small', classes: Array.from('0123456789'), train: set, test: set, mean: [0.5], standardDeviation: [0.25] };
    },
  };
}
