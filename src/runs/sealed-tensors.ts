import { writeWhole } from '../files/write-whole';
import { decodeTensors, encodeTensors, readBytes } from '../weights/safetensors';
import type { TensorFile } from '../weights/tensor-file';
import { WeightsError } from '../weights/weights-error';
import { writing } from './sealed-json';

/**
 * Writes tensors as safetensors with a checksum, all of it or nothing. The same tensors and metadata give the same bytes.
 * @throws StoreError when it cannot be written; an old file is then as it was
 */
export async function writeSealedTensors(path: string, file: TensorFile): Promise<void> {
  const bytes = encodeTensors(file, path);
  await writing(path, () => writeWhole(path, bytes));
}

/**
 * What {@link writeSealedTensors} wrote. Where others' files need no checksum, every byte of these must be as it was written.
 * @throws WeightsError
 */
export async function readSealedTensors(path: string): Promise<TensorFile> {
  const bytes = await readBytes(path);
  const file = decodeTensors(bytes, path);
  if (!Buffer.from(encodeTensors(file, path)).equals(bytes)) throw new WeightsError(path, 'is damaged (it is not as it was written)', 'put back a copy of it');
  return file;
}
