import { cifar10 } from './cifar-10';
import { cifar100 } from './cifar-100';
import type { DatasetDefinition } from './definition';
import { readFrom, type SampledDataset } from './load';
import { type Location, locateDownloads, locateInDataFolder, locateInRepository } from './locate';
import { mnist } from './mnist';
import { type Places, projectPlaces } from './places';

/** One place where a data set was looked for. */
export interface PlaceReport {
  readonly place: 'DATA_DIR' | 'repository' | 'downloads';
  /** "complete": every file is there and holds known data; "sample": so does the sample. */
  readonly state: 'complete' | 'sample' | 'absent' | 'damaged';
  /** The folder, or the path of the archive. */
  readonly path?: string;
  /** If some images are not the official ones: which. */
  readonly caveat?: string;
  /** If damaged: what is wrong and what to do. */
  readonly problem?: string;
}

/** What is to be had of one data set. */
export interface DataReport {
  readonly name: string;
  readonly title: string;
  /** In the order in which they are used. */
  readonly places: readonly PlaceReport[];
  /** What loading the set will do: one sentence. */
  readonly summary: string;
  /** Whether loading it needs neither repair nor network. */
  readonly ready: boolean;
}

/** Every data set of the project. */
const definitions: readonly (DatasetDefinition | SampledDataset)[] = [mnist, cifar10, cifar100];

/** Looks for every data set and reads each copy found to the last byte (some seconds). Never throws for bad data. */
export async function findData(places: Places = projectPlaces()): Promise<readonly DataReport[]> {
  const reports: DataReport[] = [];
  for (const definition of definitions) reports.push(await findDataset(definition, places));
  return reports;
}

/** Looks for one data set, as {@link findData} does for all. */
export async function findDataset(definition: DatasetDefinition | SampledDataset, places: Places): Promise<DataReport> {
  return 'sample' in definition ? findSampled(definition, places) : findWhole(definition, places);
}

async function findWhole(definition: DatasetDefinition, places: Places): Promise<DataReport> {
  const { name, title } = definition;
  const found = [
    await inspect('DATA_DIR', definition, () => locateInDataFolder(definition, places)),
    await inspect('repository', definition, () => locateInRepository(definition, places)),
    await inspect('downloads', definition, () => locateDownloads(definition, places)),
  ];
  const used = found.find(({ state }) => state !== 'absent');
  return { name, title, places: found, summary: summarize(title, used), ready: used?.state === 'complete' };
}

async function findSampled({ full, sample }: SampledDataset, places: Places): Promise<DataReport> {
  const { name, title } = full;
  const embedded = await inspect('repository', sample, () => locateInRepository(sample, places));
  const found = [
    await inspect('DATA_DIR', full, () => locateInDataFolder(full, places)),
    await inspect('downloads', full, () => locateDownloads(full, places)),
    embedded.state === 'complete' ? { ...embedded, state: 'sample' as const } : embedded,
  ];
  const used = found.find(({ state }) => state !== 'absent');
  return { name, title, places: found, summary: summarize(title, used), ready: used?.state === 'complete' || used?.state === 'sample' };
}

async function inspect(
  place: PlaceReport['place'],
  definition: DatasetDefinition,
  locate: () => Promise<Location | undefined>,
): Promise<PlaceReport> {
  let path: string | undefined;
  try {
    const location = await locate();
    if (location === undefined) return { place, state: 'absent' };
    path = location.path;
    const { caveat } = (await readFrom(location, definition)).provenance;
    return { place, state: 'complete', path, ...(caveat !== undefined && { caveat }) };
  } catch (error) {
    return { place, state: 'damaged', ...(path !== undefined && { path }), problem: error instanceof Error ? error.message : String(error) };
  }
}

function summarize(title: string, used: PlaceReport | undefined): string {
  if (used === undefined) return `${title} is not here: it will be downloaded when it is first used; without a network, set DATA_DIR to a folder that holds it.`;
  const caveat = used.caveat === undefined ? '' : ` ${used.caveat}`;
  if (used.state === 'complete') return `${title} is complete in ${used.path}.${caveat}`;
  if (used.state === 'sample') return `${title}: the sample is complete in ${used.path}; all images are downloaded when they are asked for.${caveat}`;
  return used.problem ?? `${title} is damaged.`;
}
