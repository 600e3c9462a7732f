import { concatenate, parseCifarRecords, recordBytes, type RecordLabels } from './cifar-records';
import type { KnownContent } from './checksum';
import type { ImageSet, Normalization } from './dataset';
import { pythonNames, pythonRecords } from './cifar-python';
import type { DatasetDefinition, OfficialArchive, OfficialFile, PythonCopy } from './definition';

/** A file of records. */
export interface RecordsFile {
  readonly name: string;
  readonly records: number;
  readonly known: readonly KnownContent[];
}

/** Records that the repository brings as a picture. */
export interface SampleFile extends RecordsFile {
  /** Name of the picture file. */
  readonly copy: string;
  /** SHA-256 of the picture. */
  readonly picture: string;
}

/** What is different in CIFAR-10 and CIFAR-100. */
export interface CifarSet extends Normalization {
  readonly name: string;
  readonly title: string;
  readonly labels: RecordLabels;
  readonly train: readonly RecordsFile[];
  readonly test: RecordsFile;
  readonly classNames: { readonly name: string; readonly known: readonly KnownContent[] };
  readonly archive: OfficialArchive & { readonly bytes: number; readonly md5: string };
  /** The Python version, as torchvision downloads it. */
  readonly python: { readonly archive: string; readonly folder: string; readonly labels: readonly string[]; readonly classNames: { readonly file: string; readonly key: string } };
  /** Other folders of a data folder in which the archive's own folder may lie. */
  readonly parents: readonly string[];
  /** The first images of each part, as the repository brings them. */
  readonly sample: { readonly train: SampleFile; readonly test: SampleFile };
}

/** The whole set, in a data folder or as the official download. */
export function fullCifar(set: CifarSet): DatasetDefinition {
  const { name, bytes, md5, folder } = set.archive;
  const within = (inner: string): string[] => [inner, ...set.parents.map((parent) => `${parent}/${inner}`)];
  const { python } = set;
  const official = (file: RecordsFile): OfficialFile => ({
    ...recordsFile(file, set),
    copies: [file.name, `${file.name}.gz`],
    python: { folder: python.folder, name: file.name.replace(/\.bin$/, ''), contentOf: (bytes) => pythonRecords(bytes, python.labels) },
  });
  const names = { folder: python.folder, name: python.classNames.file, contentOf: (bytes: Uint8Array) => pythonNames(bytes, python.classNames.key) };
  return {
    ...definition(set, set.train, set.test, official, names),
    layouts: [...within(folder), ...set.parents, '.', ...within(python.folder)],
    archives: [set.archive, { name: python.archive, folder: python.folder }],
    downloads: [{ name, bytes, checksum: { algorithm: 'md5', value: md5 }, urls: [`https://www.cs.toronto.edu/~kriz/${name}`] }],
  };
}

/** The sample in the repository. */
export function cifarSample(set: CifarSet): DatasetDefinition {
  const { train, test } = set.sample;
  const packed = (file: SampleFile): OfficialFile => ({ ...recordsFile(file, set), copies: [file.copy], picture: file.picture });
  return { ...definition(set, [train], test, packed), layouts: [], embedded: set.name, downloads: [] };
}

function recordsFile({ name, records, known }: RecordsFile, { labels }: CifarSet): Omit<OfficialFile, 'copies'> {
  return { name, bytes: records * recordBytes(labels), known };
}

function definition<File extends RecordsFile>(
  { name, title, labels, classNames, mean, standardDeviation }: CifarSet,
  train: readonly File[],
  test: File,
  official: (file: File) => OfficialFile,
  ofPython?: PythonCopy,
): Pick<DatasetDefinition, 'name' | 'title' | 'files' | 'read'> {
  const parts = [...train, test];
  return {
    name,
    title,
    files: [...parts.map(official), { ...classNames, copies: [classNames.name], bytes: 10_000, text: true, ...(ofPython && { python: ofPython }) }],
    read: async (files) => {
      const sets: ImageSet[] = [];
      for (const part of parts) {
        sets.push(await files.read(part.name, (bytes, origin) => parseCifarRecords(bytes, part.records, labels, origin)));
      }
      const classes = await files.read(classNames.name, (bytes) => Buffer.from(bytes).toString().trimEnd().split('\n'));
      return { name, classes, train: concatenate(sets.slice(0, -1)), test: sets[sets.length - 1]!, mean, standardDeviation };
    },
  };
}
