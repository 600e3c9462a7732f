import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sizeOf } from '../engine/values';
import { withMarkedSection } from '../files/marked-section';
import { writeWhole } from '../files/write-whole';
import { definedNetwork } from '../networks/defined-network';
import { findKept, keepNetwork } from '../runs/kept-networks';
import { pathOf, type RunStore, type StoredRun } from '../runs/run-store';
import { withoutPaths } from '../runs/without-paths';
import { settingKey } from '../tables/condition';
import { runKey } from '../tables/run-key';
import { inTurn, type Experiment } from './experiment';
import { findRuns } from './load-runs';
import { RECORD_FILE, STUDY } from './record';
import { recordSection } from './record-section';
import { writeResults } from './results';
import { distinctRuns } from './train-runs';

/** What the networks of the record may take, in bytes. */
const MOST_BYTES = 25e6;

const marks = { begin: '<!-- record: written by npm run collect -- --record -->', end: '<!-- end of record -->', file: 'study/README.md' };

/** What a record holds. */
export interface RecordWritten {
  readonly done: readonly StoredRun[];
  /** names of the runs whose networks it holds, one of each setting */
  readonly networks: readonly string[];
  readonly networkBytes: number;
  /** how many of them have kernels in half precision */
  readonly rounded: number;
  /** settings whose networks are left out, for want of room */
  readonly leftOut: number;
}

/**
 * Writes the record of experiments: all runs that are done, here or in the record as it is, the networks of one seed of every setting, and
 * what its page says of both. Where the networks would take more than there is room for, the largest are rounded to half precision, as many as
 * it takes (of equally large ones those of the last settings); where that does not do, the last settings' are left out.
 * @param mostBytes what the networks may take
 * @throws ResultsFileError, StoreError or WeightsError for a damaged file; Error when no run is done
 */
export async function writeRecord(store: RunStore, experiments: readonly Experiment[], folder: string = STUDY, mostBytes = MOST_BYTES): Promise<RecordWritten> {
  const file = join(folder, basename(RECORD_FILE));
  const asked = distinctRuns(inTurn(experiments));
  const done = (await findRuns(asked, store, existsSync(file) ? file : null)).filter(({ status }) => status === 'done').map(withoutPathsOf);
  if (done.length === 0) throw new Error(`None of the ${asked.length} runs is done in ${store.folder}: train some first.`);
  const written = { done, ...(await writeNetworks(store, done, folder, mostBytes)) };
  await writeResults(file, done);
  const page = join(folder, 'README.md');
  await writeWhole(page, withMarkedSection(readFileSync(page, 'utf8'), marks, recordSection(experiments, written)));
  return written;
}

/** Of every setting the trained network of the first seed of which there is one. */
async function writeNetworks(store: RunStore, done: readonly StoredRun[], folder: string, mostBytes: number): Promise<Omit<RecordWritten, 'done'>> {
  const networks = join(folder, 'networks');
  mkdirSync(networks, { recursive: true });
  const bySetting = new Map<string, StoredRun>();
  const pathOfNetwork = ({ hash }: StoredRun): string => join(networks, `${hash}.safetensors`);
  const sizeOfNetwork = (stored: StoredRun): number => statSync(pathOfNetwork(stored)).size;
  for (const stored of done) {
    const setting = settingKey(runKey(stored));
    const source = bySetting.has(setting) || stored.run.training.epochs === 0 ? undefined : await networkOf(store, stored, folder);
    if (source === undefined) continue;
    if (source !== pathOfNetwork(stored)) await keepNetwork(pathOfNetwork(stored), stored, source);
    bySetting.set(setting, stored);
  }
  const all = [...bySetting.values()];
  const bytes = (those: readonly StoredRun[]): number => those.reduce((sum, stored) => sum + sizeOfNetwork(stored), 0);
  for (const stored of [...all].reverse().sort((a, b) => parametersOf(b) - parametersOf(a))) {
    if (bytes(all) > mostBytes) await keepNetwork(pathOfNetwork(stored), stored, pathOfNetwork(stored), { rounding: true });
  }
  const kept = all.filter((_, i) => bytes(all.slice(0, i + 1)) <= mostBytes);
  const names = kept.map(({ hash }) => hash);
  for (const name of readdirSync(networks)) if (!names.includes(basename(name, '.safetensors'))) rmSync(join(networks, name));
  const found = await Promise.all(kept.map(({ run }) => findKept(run, [networks])));
  return { networks: names, networkBytes: bytes(kept), rounded: found.filter((network) => network?.rounded).length, leftOut: all.length - kept.length };
}

const parametersOf = ({ run }: StoredRun): number => definedNetwork(run.network).parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** The file that holds a run's network. */
async function networkOf(store: RunStore, { hash, run }: StoredRun, folder: string): Promise<string | undefined> {
  const checkpoint = pathOf(store, hash, 'checkpoint');
  const own = join(folder, 'networks', `${hash}.safetensors`);
  if (existsSync(own)) return own;
  if (existsSync(checkpoint)) return checkpoint;
  return (await findKept(run, [join(folder, 'networks'), join(folder, 'trained')]))?.path;
}

const withoutPathsOf = (stored: StoredRun): StoredRun => ({ ...stored, environment: stored.environment.map(withoutPaths) });
