import { join } from 'node:path';
import type { LossyImages } from './checksum';
import { cifar10 } from './cifar-10';
import { cifar100 } from './cifar-100';
import { DataError } from './data-error';
import { DataFiles } from './data-files';
import { withClasses, type Dataset, type Provenance } from './dataset';
import type { DatasetDefinition } from './definition';
import { download, type DownloadOptions } from './download';
import { type Location, locateDownloads, locateInDataFolder, locateInRepository } from './locate';
import { mnist } from './mnist';
import { type Places, projectPlaces } from './places';

/** Where to look for data, and how to download what is not found. */
export interface LoadOptions extends DownloadOptions {
  readonly places?: Places;
}

/** The parts of a set that can be asked for. */
const PARTS = ['sample', 'full', 'best available'] as const;

/** @see {@link loadCifar10} */
export interface CifarLoadOptions extends LoadOptions {
  /**
   * "sample": the first 5,000 training and the first 2,000 test images, which the repository brings, wherever it runs.
   * "full": all 50,000 and 10,000, from `DATA_DIR` or an earlier download, else downloaded now (170 MB).
   * "best available": all if they are here, else the sample; never a download.
   */
  readonly images: (typeof PARTS)[number];
}

/** A set of which the repository brings a sample. */
export interface SampledDataset {
  readonly full: DatasetDefinition;
  readonly sample: DatasetDefinition;
}

/**
 * MNIST from `DATA_DIR` if it is there, else from the repository, else from the official download.
 *
 * @throws DataError for a file that does not hold exactly the official data, or if none can be had
 */
export async function loadMnist(options: LoadOptions = {}): Promise<Dataset> {
  return loadDataset(mnist, options);
}

/**
 * CIFAR-10, images [32, 32, 3]. What was loaded stands in the provenance; a caveat in it belongs to every result.
 *
 * @throws DataError for a file that does not hold known data, or if none can be had
 */
export async function loadCifar10(options: CifarLoadOptions): Promise<Dataset> {
  return loadSampledDataset(cifar10, options);
}

/**
 * CIFAR-100 with its 100 fine classes, images [32, 32, 3]. What was loaded stands in the provenance.
 *
 * @throws DataError for a file that does not hold the official data, or if none can be had
 */
export async function loadCifar100(options: CifarLoadOptions): Promise<Dataset> {
  return loadSampledDataset(cifar100, options);
}

/** The part of a set that is asked for. */
export async function loadSampledDataset({ full, sample }: SampledDataset, options: CifarLoadOptions): Promise<Dataset> {
  const asked = (options as Partial<CifarLoadOptions> | undefined)?.images; // a script may be run without types
  if (asked === undefined || !PARTS.includes(asked)) throw new RangeError(`Say which images of ${full.name} to load: images: ${PARTS.map((part) => `'${part}'`).join(' or ')}${asked === undefined ? '' : `, not '${asked}'`}.`);
  if (options.images === 'full') return loadDataset(full, options);
  const places = options.places ?? projectPlaces();
  if (options.images === 'best available') {
    const here = (await locateInDataFolder(full, places)) ?? (await locateDownloads(full, places));
    if (here !== undefined) return readFrom(here, full);
  }
  const location = await locateInRepository(sample, places);
  if (location === undefined) {
    throw new DataError({ path: `data/${sample.name}`, remedy: `restore it with "git checkout -- data/${sample.name}"` }, 'is missing');
  }
  const dataset = await readFrom(location, sample);
  const { train, test, provenance } = dataset;
  const source = `${location.source}: a sample, the first ${count(train.size)} training and the first ${count(test.size)} test images`;
  return { ...dataset, provenance: { ...provenance, source } };
}

/**
 * A data set from the first place that has it. A place that has it in part or damaged is an error, not passed over; only
 * downloads are mended by themselves.
 *
 * @throws DataError
 */
export async function loadDataset(definition: DatasetDefinition, options: LoadOptions = {}): Promise<Dataset> {
  const places = options.places ?? projectPlaces();
  const location =
    (await locateInDataFolder(definition, places)) ??
    (await locateInRepository(definition, places)) ??
    (await downloadAll(definition, places, options));
  return readFrom(location, definition);
}

/**
 * A data set from one place.
 *
 * @throws DataError
 */
export async function readFrom(location: Location, definition: DatasetDefinition): Promise<Dataset> {
  const files = new DataFiles(definition.files, location.contentOf);
  const content = withClasses(await definition.read(files));
  const provenance: Provenance = { source: location.source, sha256: files.sha256(), ...caveat(files.lossy()) };
  return { ...content, provenance };
}

function caveat({ train, test }: LossyImages): Pick<Provenance, 'caveat'> {
  if (train + test === 0) return {};
  return { caveat: `${train + test} images differ from the official set: they are lossy, decoded from JPEG (${train} training, ${test} test images).` };
}

function count(images: number): string {
  return images.toLocaleString('en-US');
}

async function downloadAll(definition: DatasetDefinition, places: Places, options: LoadOptions): Promise<Location> {
  for (const file of definition.downloads) await download(file, join(places.downloadFolder, definition.name), options);
  const location = await locateDownloads(definition, places);
  if (location === undefined) throw new Error(`The downloads of ${definition.title} do not hold its files: its definition is wrong.`);
  return location;
}
