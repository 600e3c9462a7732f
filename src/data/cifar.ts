import { concatenate, parseCifarRecords, recordBytes, type RecordLabels } from './cifar-records';
import type { KnownContent } from './checksum';
import type { Normalization } from './dataset';
import type { DatasetDefinition, OfficialArchive, OfficialFile } from './definition';

/** A file of records. */
export interface RecordsFile {
  readonly name: string;
  readonly records: number;
  readonly known: readonly KnownContent[];
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
  /** Other folders of a data folder in which the archive's own folder may lie. */
  readonly parents: readonly string[];
  /** The first images of each part, as the repository brings them. */
  readonly sample: { readonly train: RecordsFile; readonly test: RecordsFile };
}

/** The whole set, in a data folder or as the official download. */
export function fullCifar(set: CifarSet): DatasetDefinition {
  const { name, bytes, md5, folder } = set.archive;
  return {
    ...definition(set, set.train, set.test, ({ name }) => [name, `${name}.gz`]),
    layouts: [folder, ...set.parents.flatMap((parent) => [`${parent}/${folder}`, parent]), '.'],
    archive: set.archive,
    downloads: [{ name, bytes, checksum: { algorithm: 'md5', value: md5 }, urls: [`https://www.cs.toronto.edu/~kriz/${name}`] }],
  };
}

/** The sample in the repository. */
export function cifarSample(set: CifarSet): DatasetDefinition {
  const { train, test } = set.sample;
  const copies = (file: RecordsFile): readonly string[] => [file === test ? 'test.webp' : 'train.webp'];
  return { ...definition(set, [train], test, copies), layouts: [], embedded: set.name, downloads: [] };
}

function definition(
  set: CifarSet,
  train: readonly RecordsFile[],
  test: RecordsFile,
  copies: (file: RecordsFile) => readonly string[],
): Pick<DatasetDefinition, 'name' | 'title' | 'files' | 'read'> {
  const { name, title, labels, classNames, mean, standardDeviation } = set;
  const recordFiles = [...train, test].map(
    (file): OfficialFile => ({ name: file.name, copies: copies(file), bytes: file.records * recordBytes(labels), known: file.known }),
  );
  return {
    name,
    title,
    files: [...recordFiles, { ...classNames, copies: [classNames.name], bytes: 10_000, text: true }],
    read: async (files) => {
      const parts = [];
      for (const file of [...train, test]) {
        parts.push(await files.read(file.name, (bytes, origin) => parseCifarRecords(bytes, file.records, labels, origin)));
      }
      const classes = await files.read(classNames.name, (bytes) => Buffer.from(bytes).toString().trimEnd().split('\n'));
      return { name, classes, train: concatenate(parts.slice(0, -1)), test: parts[parts.length - 1]!, mean, standardDeviation };
    },
  };
}
