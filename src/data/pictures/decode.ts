import { createCanvas, loadImage } from '@napi-rs/canvas';
import { examinePicture } from './damage';

/** Pixels [height, width, channels], 0 to 255. */
export interface Pixels {
  readonly values: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Pixels of a picture at most (ours): its values take 400 MB while it is decoded. */
const MOST_PIXELS = 1e8;

/**
 * A picture's pixels. Grey pictures get equal colours, 16 bits become 8, opacity is dropped: a pixel of opacity a
 * (of 255) has its colours to within 128 / a, a wholly transparent one is black.
 * @param channels 3, or 1: then brightness as (299 red + 587 green + 114 blue) / 1000
 * @throws Error whose message says what is wrong, as in "is cut short"
 */
export async function decodePicture(bytes: Uint8Array, channels: 1 | 3): Promise<Pixels> {
  const { transparent } = examinePicture(bytes);
  const image = await loadImage(bytes).catch(() => {
    throw new Error('cannot be decoded');
  });
  const { width, height } = image;
  if (width < 1 || height < 1) throw new Error('cannot be decoded');
  if (width * height > MOST_PIXELS) throw new Error(`has ${width} × ${height} pixels, more than ${MOST_PIXELS.toLocaleString('en-US')}`);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const opaque = data.reduce((count, value, i) => count + (i % 4 === 3 && value === 255 ? 1 : 0), 0);
  // What the decoder could not read stays transparent.
  if (!transparent && opaque < width * height) throw new Error('is damaged');
  const values = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, green, blue] = [data[4 * pixel]!, data[4 * pixel + 1]!, data[4 * pixel + 2]!];
    if (channels === 1) values[pixel] = Math.round((299 * red + 587 * green + 114 * blue) / 1000);
    else values.set([red, green, blue], 3 * pixel);
  }
  return { values, height, width, channels };
}
