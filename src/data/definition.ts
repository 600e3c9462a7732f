import type { KnownContent } from './checksum';
import type { DataFiles } from './data-files';
import type { Dataset } from './dataset';
import type { RemoteFile } from './download';

/** What the project knows of a data set before it has its files: names, checksums, addresses, and how to read them. */
export interface DatasetDefinition {
  /** As in file and run names, e.g. "mnist"; also its folder among the downloads. */
  readonly name: string;
  /** As in a sentence, e.g. "MNIST". */
  readonly title: string;
  /** Folders of a data folder where it may lie ("." is the data folder itself); the first that holds any of it counts. */
  readonly layouts: readonly string[];
  /** Its folder in the repository's data/, if the repository brings it. */
  readonly embedded?: string;
  readonly files: readonly OfficialFile[];
  /** Official archives that hold all files each, in order of preference; they are read as they are. */
  readonly archives?: readonly OfficialArchive[];
  readonly downloads: readonly RemoteFile[];
  /** @throws DataError if a file does not hold what it should */
  readonly read: (files: DataFiles) => Promise<Omit<Dataset, 'provenance'>>;
}

/** One file of a data set. */
export interface OfficialFile {
  readonly name: string;
  /** Names that its copies go by, packed or not, in order of preference. */
  readonly copies: readonly string[];
  /** Size of its content, or what that must not exceed; of a .gz, of what is inside. */
  readonly bytes: number;
  /** What its content may be. */
  readonly known: readonly KnownContent[];
  /** If its copy is a picture of records with their labels: SHA-256 of the picture. */
  readonly picture?: string;
  /** The same content in the Python version of a set. */
  readonly python?: PythonCopy;
  /** Whether it is a text: then its content are its lines, however they end, without empty ones at the end. */
  readonly text?: boolean;
}

/** A file of a set's Python version, in the folder that only this version is in, of a data folder or of an archive. */
export interface PythonCopy {
  readonly folder: string;
  readonly name: string;
  /** @throws Error whose message says what is wrong with it */
  readonly contentOf: (bytes: Uint8Array) => Uint8Array;
}

/** A .tar.gz of official files. */
export interface OfficialArchive {
  readonly name: string;
  /** In the archive. */
  readonly folder: string;
}
