import { readPickle, type NumpyArray, type Pickled } from './pickle';

/**
 * A batch of CIFAR's Python version as records of the binary version, which hold the same images in the same order: so the official
 * checksums serve both.
 * @param labels keys of a record's labels, in the order of the record
 * @throws Error whose message says what is wrong with it
 */
export function pythonRecords(bytes: Uint8Array, labels: readonly string[]): Uint8Array {
  const batch = dictionaryOf(bytes);
  const data = batch.get('data');
  if (!isArray(data) || data.shape.length !== 2 || !/^\|?u1$/.test(data.type) || data.data.length !== data.shape[0]! * data.shape[1]!) throw new Error('has no array of bytes under "data"');
  const [images, pixels] = data.shape as [number, number];
  const columns = labels.map((key) => {
    const column = batch.get(key);
    if (!Array.isArray(column) || column.length !== images) throw new Error(`has no ${images} numbers under "${key}"`);
    return column.map(Number);
  });
  const length = labels.length + pixels;
  const records = new Uint8Array(images * length);
  for (let image = 0; image < images; image++) {
    records.set(columns.map((column) => column[image]!), image * length);
    records.set(data.data.subarray(image * pixels, (image + 1) * pixels), image * length + labels.length);
  }
  return records;
}

/** The names of classes, a line each. @throws Error whose message says what is wrong with the file */
export function pythonNames(bytes: Uint8Array, key: string): Uint8Array {
  const names = dictionaryOf(bytes).get(key);
  if (!Array.isArray(names)) throw new Error(`has no list under "${key}"`);
  return Buffer.from(names.map((name) => `${String(name as string | Buffer)}\n`).join(''));
}

function dictionaryOf(bytes: Uint8Array): Map<string, Pickled> {
  const found = readPickle(bytes);
  if (!(found instanceof Map)) throw new Error('holds no dictionary');
  return found;
}

function isArray(found: Pickled | undefined): found is NumpyArray {
  return typeof found === 'object' && found !== null && 'type' in found && 'data' in found;
}
