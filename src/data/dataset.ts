/** Labelled images in their official order, as the bytes of the official files; of other pictures their pixels as they were scaled. */
export interface ImageSet {
  /** [size, height, width, channels], pixels 0 to 255. */
  readonly images: Uint8Array;
  /** [size, n], class numbers from 0: one of each image, or as many different ones of each, all of which are to be named. */
  readonly labels: Uint8Array | Uint16Array;
  readonly size: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** how many classes labels are of, where known */
  readonly classes?: number;
}

/** What makes inputs of pixels: (pixel / 255 - mean) / standardDeviation, per channel. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

/** Where the bytes of a data set came from: recorded with every result. */
export interface Provenance {
  /** Which place; of a sample, also which images of the official set it holds. */
  readonly source: string;
  /** SHA-256 of each file's content as it was read (of a .gz, what is inside), so that it does not depend on the packing. */
  readonly sha256: Readonly<Record<string, string>>;
  /** A sentence to be shown with every result, if some of the images are not the official ones. */
  readonly caveat?: string;
}

/**
 * An image classification task. Mean and standard deviation are those of pixel / 255 over the official training set.
 */
export interface Dataset extends Normalization {
  readonly name: string;
  readonly classes: readonly string[];
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly provenance: Provenance;
}

/** How many classes each image has: 1 in most tasks, n in Digitclutter with n digits. */
export function labelsPerImage({ labels, size }: ImageSet): number {
  return labels.length / size;
}

/** A data set whose images know how many classes there are. */
export function withClasses<D extends Pick<Dataset, 'classes' | 'train' | 'test'>>(data: D): D {
  const classes = data.classes.length;
  return { ...data, train: { ...data.train, classes }, test: { ...data.test, classes } };
}

/**
 * The first `count` images of a set, or those behind the first `from`, in official order. The pixels are shared with `set`, not copied.
 *
 * @throws RangeError if `count` is not an integer from 1 to the number of images there.
 */
export function take(set: ImageSet, count: number, from = 0): ImageSet {
  if (!Number.isInteger(count) || count < 1 || from + count > set.size) {
    throw new RangeError(`${count} images cannot be taken from a set of ${set.size - from}: ask for a whole number from 1 to ${set.size - from}.`);
  }
  const [height, width, channels] = set.shape;
  return {
    images: set.images.subarray(from * height * width * channels, (from + count) * height * width * channels),
    labels: set.labels.subarray(from * labelsPerImage(set), (from + count) * labelsPerImage(set)),
    size: count,
    shape: set.shape,
    ...(set.classes !== undefined && { classes: set.classes }),
  };
}
