import type { Placement } from './augmentation';
import type { Normalization } from './dataset';

/** The normalized value of every byte, [channels, 256]: an image is filled by looking up, not by computing. */
export type NormalizationTable = Float32Array;

/**
 * @throws RangeError if there is not one mean and one positive standard deviation for each channel
 */
export function normalizationTable({ mean, standardDeviation }: Normalization, channels: number): NormalizationTable {
  if (mean.length !== channels || standardDeviation.length !== channels) {
    throw new RangeError(
      `Images of ${channels} channels need as many means and standard deviations, not ${mean.length} and ${standardDeviation.length}.`,
    );
  }
  if (!mean.every(Number.isFinite) || !standardDeviation.every((deviation) => deviation > 0 && Number.isFinite(deviation))) {
    throw new RangeError('Means must be finite and standard deviations positive.');
  }
  return Float32Array.from({ length: channels * 256 }, (_, index) => {
    const channel = Math.floor(index / 256);
    return ((index % 256) / 255 - mean[channel]!) / standardDeviation[channel]!;
  });
}

/**
 * Writes one image, normalized and placed, into `target`. What the image does not cover is left as it is: 0 in a new array.
 *
 * @param target - [batch, height, width, channels]; written from `targetStart` on
 * @param pixels - [n, height, width, channels]; read from `sourceStart` on
 */
export function placeImage(
  target: Float32Array,
  targetStart: number,
  pixels: Uint8Array,
  sourceStart: number,
  [height, width, channels]: readonly [number, number, number],
  table: NormalizationTable,
  { flip, dy, dx }: Placement,
): void {
  const fromX = Math.max(0, dx);
  const toX = Math.min(width, width + dx);
  const step = flip ? -channels : channels;
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    const sourceX = flip ? width - 1 - (fromX - dx) : fromX - dx;
    let source = sourceStart + ((y - dy) * width + sourceX) * channels;
    let at = targetStart + (y * width + fromX) * channels;
    for (let x = fromX; x < toX; x++) {
      for (let channel = 0; channel < channels; channel++) {
        target[at + channel] = table[(channel << 8) | pixels[source + channel]!]!;
      }
      source += step;
      at += channels;
    }
  }
}
