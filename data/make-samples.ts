/**
 * Makes the samples of CIFAR-10 and CIFAR-100 in this folder from the full sets: DATA_DIR=... node --import tsx data/make-samples.ts
 * Prints the SHA-256 of each picture and of its records, which src/data/cifar-10.ts and cifar-100.ts must give.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../src/data/checksum';
import type { CifarSet, RecordsFile, SampleFile } from '../src/data/cifar';
import { cifar10, cifar10Set } from '../src/data/cifar-10';
import { cifar100, cifar100Set } from '../src/data/cifar-100';
import { recordBytes } from '../src/data/cifar-records';
import type { DatasetDefinition } from '../src/data/definition';
import { type Location, locateInDataFolder } from '../src/data/locate';
import { projectPlaces } from '../src/data/places';
import { pictureOfRecords } from '../src/data/record-picture';

async function makeSample(set: CifarSet, full: DatasetDefinition): Promise<void> {
  const places = projectPlaces();
  const location = await locateInDataFolder(full, places);
  if (location === undefined) throw new Error(`Set DATA_DIR to a folder that holds ${set.title}.`);
  const folder = join(places.repositoryFolder, set.name);
  await mkdir(folder, { recursive: true });
  await pack(set, location, full, set.train[0]!, set.sample.train, folder);
  await pack(set, location, full, set.test, set.sample.test, folder);
  const names = full.files.find(({ name }) => name === set.classNames.name)!;
  await writeFile(join(folder, names.name), (await location.contentOf(names)).bytes);
}

async function pack(set: CifarSet, location: Location, full: DatasetDefinition, from: RecordsFile, sample: SampleFile, folder: string): Promise<void> {
  const { bytes } = await location.contentOf(full.files.find(({ name }) => name === from.name)!);
  const records = bytes.subarray(0, sample.records * recordBytes(set.labels));
  const { picture, labels } = await pictureOfRecords(records, set.labels.length);
  const path = join(folder, sample.copy);
  await writeFile(path, picture);
  await writeFile(path.replace('.webp', '.labels'), labels);
  console.log(`${set.title}, ${sample.name}: ${picture.length + labels.length} bytes, SHA-256 of the records ${sha256(records)}, of the picture ${sha256(picture)}`);
}

void makeSample(cifar10Set, cifar10.full).then(() => makeSample(cifar100Set, cifar100.full));
