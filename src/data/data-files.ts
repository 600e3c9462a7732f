import { identify, type KnownContent, type LossyImages } from './checksum';
import type { FileOrigin } from './data-error';
import type { OfficialFile } from './definition';

/** The content of a file, and where it was found. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly origin: FileOrigin;
}

/** The files of a set in one place. Only known content is handed out, and the checksums of what was read are kept. */
export class DataFiles {
  readonly #files: readonly OfficialFile[];
  readonly #contentOf: (file: OfficialFile) => Promise<FileContent>;
  readonly #found = new Map<string, KnownContent>();

  constructor(files: readonly OfficialFile[], contentOf: (file: OfficialFile) => Promise<FileContent>) {
    this.#files = files;
    this.#contentOf = contentOf;
  }

  /**
   * Reads the file of this official name. The checksum comes last: it finds every difference, but `parse` can say which.
   *
   * @param parse - throws a DataError for what is malformed
   * @throws DataError
   */
  async read<Parsed>(name: string, parse: (bytes: Uint8Array, origin: FileOrigin) => Parsed): Promise<Parsed> {
    const file = this.#files.find((other) => other.name === name);
    if (file === undefined) throw new Error(`The set has no file ${name}: its definition is wrong.`);
    const content = await this.#contentOf(file);
    const { origin } = content;
    const bytes = file.text === true ? lines(content.bytes) : content.bytes;
    const parsed = parse(bytes, origin);
    this.#found.set(name, identify(bytes, file.known, origin));
    return parsed;
  }

  /** Of each file read so far, by its official name. */
  sha256(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#found].map(([name, { sha256 }]) => [name, sha256]));
  }

  /** In all files read so far. */
  lossy(): LossyImages {
    const sum = (part: keyof LossyImages): number => [...this.#found.values()].reduce((total, { lossy }) => total + (lossy?.[part] ?? 0), 0);
    return { train: sum('train'), test: sum('test') };
  }
}

function lines(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString().replaceAll('\r\n', '\n');
  return Buffer.from(`${text.trimEnd()}\n`);
}
