import { crc32 } from 'node:zlib';

/** What a picture file is, as far as its own structure tells. */
export interface PictureFile {
  readonly kind: 'JPEG' | 'PNG' | 'WebP';
  /** whether its pixels may be transparent */
  readonly transparent: boolean;
}

/**
 * Tells what a picture file is and refuses one that is not whole, which the decoder would fill up without a word, or not withstand.
 * @throws Error whose message says what is wrong, as in "is cut short"
 */
export function examinePicture(bytes: Uint8Array): PictureFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.length === 0) throw new Error('is empty');
  if (file[0] === 0xff && file[1] === 0xd8) return examineJpeg(file);
  if (file.subarray(0, 8).equals(PNG)) return examinePng(file);
  if (file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP') return examineWebp(file);
  throw new Error('is no JPEG, PNG or WebP picture');
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CUT = 'is cut short';

/** Segments with their lengths up to the first scan, behind which the mark of the end must stand: within a scan it cannot. */
function examineJpeg(file: Buffer): PictureFile {
  for (let at = 2; ; ) {
    if (at + 4 > file.length) throw new Error(CUT);
    if (file[at] !== 0xff) throw new Error('is damaged');
    const marker = file[at + 1]!;
    if (marker === 0xff) at++;
    else if (marker === 0xda) {
      if (file.indexOf(Buffer.from([0xff, 0xd9]), at) < 0) throw new Error(CUT);
      return { kind: 'JPEG', transparent: false };
    } else at += 2 + file.readUInt16BE(at + 2);
  }
}

/** Chunks with their checksums, the last of them IEND. */
function examinePng(file: Buffer): PictureFile {
  const colour = file[25];
  let hasTransparency = colour === 4 || colour === 6;
  for (let at = 8; ; ) {
    if (at + 12 > file.length) throw new Error(CUT);
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) throw new Error(CUT);
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) throw new Error('is damaged (a checksum is not that of its content)');
    const name = file.toString('latin1', at + 4, at + 8);
    if (name === 'tRNS') hasTransparency = true;
    if (name === 'IEND') return { kind: 'PNG', transparent: hasTransparency };
    at = end;
  }
}

/** A RIFF file says how long it is; a plain lossy picture is opaque. */
function examineWebp(file: Buffer): PictureFile {
  if (file.length < 20 || file.readUInt32LE(4) + 8 > file.length) throw new Error(CUT);
  return { kind: 'WebP', transparent: file.toString('latin1', 12, 16) !== 'VP8 ' };
}
