import { Header, type HeaderData } from 'tar';
import { gzipSync } from 'node:zlib';

/** One entry of an archive. */
export interface TarEntry {
  readonly path: string;
  readonly content?: Buffer;
  readonly type?: HeaderData['type'];
  readonly linkpath?: string;
}

/** A .tar.gz with entries of any names and types, hostile ones included. */
export function tarGz(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = Buffer.alloc(0), type = 'File', linkpath }) => {
    const header = Buffer.alloc(512);
    new Header({ path, type, size: content.length, mode: 0o644, mtime: new Date(0), ...(linkpath !== undefined && { linkpath }) }).encode(header);
    return [header, content, Buffer.alloc(-content.length & 511)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
