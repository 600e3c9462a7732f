import { crc32, deflateSync } from 'node:zlib';

/**
 * Pixels as a PNG file (ISO/IEC 15948): 8 bits a channel, no interlace, no filter.
 * @param pixels [height, width, channels], row by row; 1 channel is grey, 3 are red, green, blue
 * @throws RangeError for another number of channels or pixels
 */
export function encodePng(pixels: Uint8Array, height: number, width: number, channels: number): Buffer {
  if (channels !== 1 && channels !== 3) throw new RangeError(`A PNG image is made of 1 or 3 channels, not of ${channels}.`);
  const stride = width * channels;
  if (pixels.length !== height * stride)
    throw new RangeError(`${height} × ${width} × ${channels} pixels were announced, ${pixels.length} came.`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2], 8);
  const rows = Buffer.alloc(height * (stride + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
