import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { generator, type RandomGenerator } from '../../src/data/random';
import { PART } from '../../src/files/write-whole';
import { runHash, type Run } from '../../src/runs/run';
import { openStore, pathOf, readRun, type RunStore } from '../../src/runs/run-store';
import { readSealedTensors } from '../../src/runs/sealed-tensors';
import { tinyRun } from '../runs/tiny-run';
import { difference } from './results';
import { Worker } from './workers';

/** A training that saves after every other step, of six steps an epoch. */
const training = (epochs: number): Run => tinyRun({
  measurements: ['indices', 'images'],
  network: { input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 3, stride: 4 }, blocks: 2 }] },
  training: { epochs, coupling: 0.5, lipschitz: 0.7, augmentation: { horizontalFlip: true, translation: 2 } },
});

/** Kills by where they hit. */
export interface Kills {
  /** before the first step of a start */
  starting: number;
  /** while a file was being written, or between its bytes and its name */
  writing: number;
  /** between two files of a save */
  saving: number;
  /** anywhere else */
  otherwise: number;
  /** runs that were brought to their end; all equal the uninterrupted one bit by bit */
  runs: number;
}

/**
 * Kills a training (kill -9) again and again at random instants, and starts it again, until it is done; then the next one.
 * @param folder an empty one
 * @param count kills in all
 * @param epochs of each training: the more, the more kills it takes to its end
 * @throws AssertionError when a killed run cannot go on, or does not end as one that was not killed
 */
export async function killTrainings(folder: string, count: number, epochs: number, say: (line: string) => void = () => undefined): Promise<Kills> {
  const run = training(epochs);
  const hash = runHash(run);
  const reference = openStore(join(folder, 'uninterrupted'));
  let next = new Worker();
  await next.order({ store: reference.folder, run });
  assert.equal(await next.outcome(), 'trained');

  const random = generator(count, 'kills');
  const kills: Kills = { starting: 0, writing: 0, saving: 0, otherwise: 0, runs: 0 };
  let done = 0;
  while (done < count) {
    const store = openStore(join(folder, `killed ${kills.runs + 1}`));
    for (;;) {
      const worker = next;
      if (done < count) next = new Worker(); // gets ready while the other trains
      await worker.order({ store: store.folder, run });
      const hit = done < count && (await killSometime(worker, pathOf(store, hash), random));
      if (!hit) {
        assert.equal(await worker.outcome(), 'trained');
        await worker.kill();
        break;
      }
      kills[await whereHit(store, hash, hit)]++;
      say(`${++done} of ${count} kills`);
    }
    assert.equal(difference(store, reference, hash), undefined);
    kills.runs++;
  }
  return kills;
}

/** So long a start takes, so many steps, and the writing of a file: instants are drawn from these. */
const MILLISECONDS = { starting: 600, training: 600, saving: 5 };

/** @returns when it was killed; false: it was done before its time came */
async function killSometime(worker: Worker, folder: string, random: RandomGenerator): Promise<'starting' | 'training' | false> {
  const draw = random.uniform();
  const phase = draw < 0.15 ? 'starting' : draw < 0.5 ? 'saving' : 'training';
  const time = random.uniform() * MILLISECONDS[phase];
  if (phase !== 'starting') await worker.expect('stepped');
  if (phase === 'saving') await nextWriting(folder);
  await new Promise((resolve) => setTimeout(resolve, time));
  if (worker.hasSaid('ended')) return false;
  const hit = phase === 'starting' && !worker.hasSaid('stepped') ? 'starting' : 'training';
  await worker.kill();
  return hit;
}

/** Waits until the next file begins to be written in a folder, or, where a training is over, for a while. */
async function nextWriting(folder: string): Promise<void> {
  const patience = AbortSignal.timeout(2000);
  try {
    for await (const { filename } of watch(folder, { signal: patience })) if (filename !== null && PART.test(filename)) return;
  } catch (error) {
    if (!patience.aborted) throw error;
  }
}

/** Where a kill hit; all that is left can be read. */
async function whereHit(store: RunStore, hash: string, phase: 'starting' | 'training'): Promise<Exclude<keyof Kills, 'runs'>> {
  const folder = pathOf(store, hash);
  if (!existsSync(folder)) return 'starting';
  const written = readdirSync(folder).some((name) => PART.test(name));
  if (!existsSync(pathOf(store, hash, 'configuration'))) return written ? 'writing' : 'starting';
  const { records, status } = readRun(store, hash);
  assert.notEqual(status, 'failed');
  if (written) return 'writing';
  if (phase === 'starting') return 'starting';
  const saved = existsSync(pathOf(store, hash, 'checkpoint')) ? await recordsInCheckpoint(pathOf(store, hash, 'checkpoint')) : 0;
  return saved === records.length ? 'otherwise' : 'saving';
}

async function recordsInCheckpoint(path: string): Promise<number> {
  const { metadata } = await readSealedTensors(path);
  return (JSON.parse(metadata.get('progress')!) as { records: unknown[] }).records.length;
}
