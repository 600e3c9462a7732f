import { existsSync } from 'node:fs';
import { imageResults, imageTensors, type ImageResults } from './image-results';
import { pathOf, REMEDIES, type RunStore } from './run-store';
import { readSealedTensors, writeSealedTensors } from './sealed-tensors';
import { StoreError } from './store-error';

/** Writes what was measured image by image beside a run's measurements. @throws StoreError */
export async function writeImages(store: RunStore, hash: string, results: ImageResults): Promise<void> {
  await writeSealedTensors(pathOf(store, hash, 'images'), imageTensors(results));
}

/** What was measured of a run image by image; undefined: it was not, or the file is not here. @throws StoreError when it is damaged */
export async function readImages(store: RunStore, hash: string): Promise<ImageResults | undefined> {
  const path = pathOf(store, hash, 'images');
  if (!existsSync(path)) return undefined;
  try {
    return imageResults(await readSealedTensors(path), path);
  } catch (error) {
    throw new StoreError(path, `cannot be used (${(error as Error).message.replace(/\.$/, '')})`, REMEDIES.images, { cause: error });
  }
}
