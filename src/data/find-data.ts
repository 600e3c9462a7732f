import type { DatasetDefinition } from './definition';
import { type Location, locateDownloads, locateInDataFolder, locateInRepository } from './locate';
import { mnist } from './mnist';
import { type Places, projectPlaces } from './places';

/** One place where a data set was looked for. */
export interface PlaceReport {
  readonly place: 'DATA_DIR' | 'repository' | 'downloads';
  /** "complete": every file is there and holds the official data. */
  readonly state: 'complete' | 'absent' | 'damaged';
  readonly folder?: string;
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
const definitions: readonly DatasetDefinition[] = [mnist];

/** Looks for every data set and reads each copy found to the last byte (about a second for MNIST). Never throws for bad data. */
export async function findData(places: Places = projectPlaces()): Promise<readonly DataReport[]> {
  const reports: DataReport[] = [];
  for (const definition of definitions) reports.push(await findDataset(definition, places));
  return reports;
}

async function findDataset(definition: DatasetDefinition, places: Places): Promise<DataReport> {
  const found = [
    await inspect('DATA_DIR', definition, () => locateInDataFolder(definition, places)),
    await inspect('repository', definition, () => locateInRepository(definition, places)),
    await inspect('downloads', definition, () => locateDownloads(definition, places)),
  ];
  const used = found.find(({ state }) => state !== 'absent');
  const { name, title } = definition;
  return { name, title, places: found, summary: summarize(title, used), ready: used?.state === 'complete' };
}

async function inspect(
  place: PlaceReport['place'],
  definition: DatasetDefinition,
  locate: () => Promise<Location | undefined>,
): Promise<PlaceReport> {
  let folder: string | undefined;
  try {
    const location = await locate();
    if (location === undefined) return { place, state: 'absent' };
    folder = location.folder;
    await definition.read(location.origins);
    return { place, state: 'complete', folder };
  } catch (error) {
    return { place, state: 'damaged', ...(folder !== undefined && { folder }), problem: error instanceof Error ? error.message : String(error) };
  }
}

function summarize(title: string, used: PlaceReport | undefined): string {
  if (used === undefined) return `${title} is not here: it will be downloaded when it is first used; without a network, set DATA_DIR to a folder that holds it.`;
  if (used.state === 'complete') return `${title} is complete in ${used.folder}.`;
  return used.problem ?? `${title} is damaged.`;
}
