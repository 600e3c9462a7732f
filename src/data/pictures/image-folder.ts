import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError, errorCode, type FileOrigin } from '../data-error';
import type { ImageSet, Provenance } from '../dataset';
import { readClassList } from './class-list';
import { decodePicture } from './decode';
import { resizeAndCrop } from './resize';

/** How the pictures of a folder become inputs. */
export interface ImageFolderOptions {
  /** rows and columns of the inputs, cut out of the middle; 224 unless said */
  readonly crop?: number | undefined;
  /** pixels of the shorter side before; 8 / 7 of `crop` from 64 pixels on (256 for 224), `crop` below, unless said */
  readonly size?: number | undefined;
  /** 3 unless said */
  readonly channels?: 1 | 3 | undefined;
  /** a file that says for which output each folder stands (see {@link readClassList}); without it the folders do in sorted order */
  readonly classes?: string | undefined;
  /** of the network: each must have a folder, or a line in the list of classes */
  readonly outputs?: number | undefined;
  /** pictures at most, of every class alike; all unless said */
  readonly images?: number | undefined;
  /** called with the fraction done; awaited; throw to stop */
  readonly onFraction?: (fraction: number) => Promise<void> | void;
}

/** Pictures of a folder as inputs with labels. */
export interface ImageFolder {
  readonly name: string;
  /** name of every output, where known */
  readonly classes: readonly string[];
  readonly set: ImageSet;
  readonly provenance: Provenance;
}

/** Bytes of the inputs at most (ours). */
const MOST_BYTES = 4 * 2 ** 30;
/** Pictures that an error names. */
const NAMED = 5;

/** A picture file and the output that its folder stands for. */
interface Picture {
  readonly path: string;
  readonly label: number;
}

/**
 * A folder of pictures, a subfolder a class, in sorted order, as torchvision's `ImageFolder` has it: JPEG, PNG or WebP, scaled and cropped
 * as its `Resize` and `CenterCrop` do, number by number.
 * @throws DataError when it has no two classes, others than the network, no pictures, or pictures that cannot be decoded, which are named with their count
 */
export async function loadImageFolder(folder: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const { crop = 224, size = crop >= 64 ? Math.round((crop * 8) / 7) : crop, channels = 3, images = Infinity, onFraction = () => undefined } = options;
  const origin = { path: folder, remedy: 'give a folder with a subfolder for every class, two at least, that holds JPEG, PNG or WebP pictures' };
  const folders = await subfolders(origin);
  const list = options.classes === undefined ? undefined : await readClassList(options.classes);
  const classes = list ?? folders;
  refuseUnlisted(folders, list, options.classes);
  refuseOtherHead(origin.path, folders, list, options);
  const byClass = await Promise.all(folders.map((name) => picturesOf(origin, name, classes.indexOf(name))));
  const chosen = evenly(byClass, images);
  const length = crop * crop * channels;
  if (chosen.length * length > MOST_BYTES) {
    throw new DataError({ path: folder, remedy: `ask for at most ${Math.floor(MOST_BYTES / length)} of them` }, `has ${chosen.length} pictures, which take more than ${MOST_BYTES / 2 ** 30} GiB`);
  }

  const set = { images: new Uint8Array(chosen.length * length), labels: new Uint16Array(chosen.length), size: chosen.length, shape: [crop, crop, channels], classes: classes.length } as const;
  const hash = createHash('sha256');
  const bad: string[] = [];
  for (const [i, { path, label }] of chosen.entries()) {
    const bytes = await readFile(path);
    hash.update(bytes);
    try {
      set.images.set(resizeAndCrop(await decodePicture(bytes, channels), size, crop).values, i * length);
    } catch (error) {
      bad.push(`${path.slice(folder.length + 1)} ${(error as Error).message}`);
    }
    set.labels[i] = label;
    await onFraction((i + 1) / chosen.length);
  }
  if (bad.length > 0) {
    const named = bad.slice(0, NAMED).join(', ') + (bad.length > NAMED ? ', …' : '');
    throw new DataError({ path: folder, remedy: 'mend or remove them' }, `has ${bad.length} of ${chosen.length} pictures that cannot be used (${named})`);
  }
  const source = `${chosen.length} pictures of ${folders.length} classes, the shorter side scaled to ${size} pixels, ${crop} × ${crop} cut out of the middle`;
  return { name: basename(folder), classes, set, provenance: { source, sha256: { 'all pictures, one behind the other': hash.digest('hex') } } };
}

async function subfolders(origin: FileOrigin): Promise<string[]> {
  const entries = await readdir(origin.path, { withFileTypes: true }).catch((error: unknown) => {
    const code = errorCode(error);
    throw new DataError(origin, code === 'ENOENT' ? 'is missing' : code === 'ENOTDIR' ? 'is no folder' : `cannot be read (${code ?? String(error)})`, { cause: error });
  });
  // Links to folders count as torchvision counts them.
  const names = entries.filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.')).map(({ name }) => name);
  if (names.length === 0) throw new DataError(origin, entries.length === 0 ? 'is empty' : 'has no subfolders');
  if (names.length === 1) throw new DataError(origin, `has one class only (${names[0]!})`);
  // By code points, as Python sorts.
  return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** @throws DataError naming the first folders that a class list has not */
function refuseUnlisted(folders: readonly string[], list: readonly string[] | undefined, path = ''): void {
  if (!list) return;
  const unknown = folders.filter((name) => !list.includes(name));
  if (unknown.length === 0) return;
  const named = unknown.slice(0, NAMED).join(', ') + (unknown.length > NAMED ? ', …' : '');
  throw new DataError({ path, remedy: 'begin the line of each output with its folder’s name' }, `has no line for ${unknown.length} of ${folders.length} folders (${named})`);
}

/** @throws DataError when there are not as many classes as the network has outputs */
function refuseOtherHead(path: string, folders: readonly string[], list: readonly string[] | undefined, { outputs, classes = '' }: ImageFolderOptions): void {
  if (outputs === undefined || outputs === (list ?? folders).length) return;
  if (list) throw new DataError({ path: classes, remedy: 'give a line for every output' }, `has ${list.length} lines, but the network has ${outputs} outputs`);
  throw new DataError({ path, remedy: 'say by a list of classes for which output each folder stands' }, `has ${folders.length} classes, but the network has ${outputs} outputs`);
}

/** The pictures in a class's folder and those below, in sorted order. */
async function picturesOf(origin: FileOrigin, name: string, label: number): Promise<Picture[]> {
  const files = await readdir(join(origin.path, name), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => !file.isDirectory() && /\.(?:jpe?g|png|webp)$/i.test(file.name)).map((file) => join(file.parentPath, file.name));
  if (paths.length === 0) throw new DataError(origin, `has no pictures in ${name}`);
  return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map((path) => ({ path, label }));
}

/** The first picture of every class, then the second, until there are enough; then class by class again. */
function evenly(byClass: readonly (readonly Picture[])[], count: number): Picture[] {
  const longest = byClass.reduce((most, { length }) => Math.max(most, length), 0);
  const turns = Array.from({ length: longest }, (_, i) => byClass.flatMap((pictures) => pictures.slice(i, i + 1))).flat();
  if (count > turns.length && Number.isFinite(count)) throw new RangeError(`There are ${turns.length} pictures: ask for 1 to ${turns.length}, not ${count}.`);
  const chosen = new Set(turns.slice(0, count));
  return byClass.flat().filter((picture) => chosen.has(picture));
}
