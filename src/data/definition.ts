import type { FileOrigin } from './data-error';
import type { Dataset } from './dataset';
import type { RemoteFile } from './download';

/** What the project knows of a data set before it has its files: names, checksums, addresses, and how to read them. */
export interface DatasetDefinition {
  /** As in file and run names, e.g. "mnist"; also its folder in the repository and among the downloads. */
  readonly name: string;
  /** As in a sentence, e.g. "MNIST". */
  readonly title: string;
  /** Folders of a data folder where it may lie ("." is the data folder itself); the first that holds any of it counts. */
  readonly layouts: readonly string[];
  readonly files: readonly OfficialFile[];
  readonly downloads: readonly RemoteFile[];
  /**
   * @param origins - where each of `files` lies, by its name
   * @throws DataError if a file does not hold exactly the official data
   */
  readonly read: (origins: ReadonlyMap<string, FileOrigin>) => Promise<Omit<Dataset, 'provenance'>>;
}

/** One file of a data set. */
export interface OfficialFile {
  readonly name: string;
  /** Names that its copies go by, packed or not, in order of preference. */
  readonly copies: readonly string[];
  /** Of its content: of a .gz, what is inside. */
  readonly sha256: string;
}
