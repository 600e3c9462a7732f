import type { Pixels } from './decode';

/** Bits behind the binary point of weights and sums, as in Pillow. */
const PRECISION = 22;

/** What one pixel of the result is made of: neighbours from `from` on, with whole numbers as weights. */
interface Window {
  readonly from: number;
  readonly weights: readonly number[];
}

/**
 * Scales a picture so that its shorter side has `size` pixels and cuts out the middle `crop` × `crop`: torchvision's `Resize(size)` and
 * `CenterCrop(crop)` of a Pillow image, bilinear with a triangle as wide as the reduction, number by number as Pillow rounds. A side that
 * is shorter than `crop` gets a black border.
 */
export function resizeAndCrop(picture: Pixels, size: number, crop: number): Pixels {
  const { height, width } = picture;
  const longer = Math.floor((size * Math.max(height, width)) / Math.min(height, width));
  const scaled = scale(picture, height <= width ? size : longer, height <= width ? longer : size);
  return centre(scaled, crop);
}

/** Bilinear scaling, columns first, then rows. */
function scale(picture: Pixels, height: number, width: number): Pixels {
  const wide = width === picture.width ? picture : alongRows(picture, width);
  return height === wide.height ? wide : transposed(alongRows(transposed(wide), height));
}

function alongRows({ values, height, width, channels }: Pixels, to: number): Pixels {
  const windows = windowsOf(width, to);
  const result = new Uint8Array(height * to * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++) {
      const { from, weights } = windows[x]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 2 ** (PRECISION - 1);
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[(y * width + from + i) * channels + channel]!;
        result[(y * to + x) * channels + channel] = Math.min(255, Math.max(0, Math.floor(sum / 2 ** PRECISION)));
      }
    }
  }
  return { values: result, height, width: to, channels };
}

/** The weights of a triangle around each new pixel's centre, as wide as the reduction, or as two pixels when enlarging. */
function windowsOf(from: number, to: number): Window[] {
  const ratio = from / to;
  const support = Math.max(1, ratio);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * ratio;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const last = Math.min(from, Math.trunc(centre + support + 0.5));
    const weights = Array.from({ length: last - first }, (__, k) => Math.max(0, 1 - Math.abs((first + k - centre + 0.5) / support)));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { from: first, weights: weights.map((weight) => Math.trunc(0.5 + (weight / sum) * 2 ** PRECISION)) };
  });
}

function transposed({ values, height, width, channels }: Pixels): Pixels {
  const result = new Uint8Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) result[(x * height + y) * channels + channel] = values[(y * width + x) * channels + channel]!;
    }
  }
  return { values: result, height: width, width: height, channels };
}

/** Halves are rounded to the even number, as Python does. */
function halved(difference: number): number {
  const half = difference / 2;
  return Number.isInteger(half) ? half : 2 * Math.round(half / 2);
}

function centre({ values, height, width, channels }: Pixels, crop: number): Pixels {
  const result = new Uint8Array(crop * crop * channels);
  const [top, left] = [height, width].map((length) => (length < crop ? -Math.floor((crop - length) / 2) : halved(length - crop))) as [number, number];
  for (let y = Math.max(0, -top); y < Math.min(crop, height - top); y++) {
    const begin = Math.max(0, -left);
    const end = Math.min(crop, width - left);
    const row = ((y + top) * width + begin + left) * channels;
    result.set(values.subarray(row, row + (end - begin) * channels), (y * crop + begin) * channels);
  }
  return { values: result, height: crop, width: crop, channels };
}
