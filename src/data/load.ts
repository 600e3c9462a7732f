import { join } from 'node:path';
import type { Dataset } from './dataset';
import type { DatasetDefinition } from './definition';
import { download, type DownloadOptions } from './download';
import { type Location, locateDownloads, locateInDataFolder, locateInRepository } from './locate';
import { mnist } from './mnist';
import { type Places, projectPlaces } from './places';

/** Where to look for data, and how to download what is not found. */
export interface LoadOptions extends DownloadOptions {
  readonly places?: Places;
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
  const content = await definition.read(location.origins);
  const sha256 = Object.fromEntries(definition.files.map((file) => [file.name, file.sha256]));
  return { ...content, provenance: { source: location.source, sha256 } };
}

async function downloadAll(definition: DatasetDefinition, places: Places, options: LoadOptions): Promise<Location> {
  for (const file of definition.downloads) await download(file, join(places.downloadFolder, definition.name), options);
  const location = await locateDownloads(definition, places);
  if (location === undefined) throw new Error(`The downloads of ${definition.title} do not hold its files: its definition is wrong.`);
  return location;
}
