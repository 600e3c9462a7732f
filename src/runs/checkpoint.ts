import { z } from 'zod';
import { samplerStateSchema } from '../data/batch-sampler';
import type { Engine } from '../engine/engine';
import { numbersOf } from '../engine/tensors';
import type { Shape, Value } from '../engine/values';
import { readJson, writeJson } from '../files/json-numbers';
import type { Network } from '../networks/network';
import { parseSettings } from '../settings/parse-settings';
import type { TrainingSettings } from '../training/settings';
import type { TrainingPosition } from '../training/trainer';
import { stateShapes, STATE_PARTS, type TrainingState } from '../training/training-state';
import { recordsSchema, tallySchema } from './records';
import { readSealedTensors, writeSealedTensors } from './sealed-tensors';
import { StoreError } from './store-error';

const progressSchema = z.strictObject({
  format: z.literal(1),
  /** the run's hash */
  run: z.string(),
  /** steps done */
  step: z.int().nonnegative(),
  sampler: samplerStateSchema,
  records: recordsSchema,
  tally: tallySchema,
});

/** A training between two steps with all that was recorded of it. */
export interface Checkpoint extends TrainingPosition, Omit<z.output<typeof progressSchema>, 'format' | 'run' | 'sampler' | 'step'> {}

/** The metadata under which a checkpoint keeps all but its tensors. */
const PROGRESS = 'progress';

/**
 * Writes a checkpoint as safetensors, all of it or nothing. The same training gives the same bytes. Its state stays the caller's.
 * @throws StoreError; the old checkpoint is then as it was
 */
export async function writeCheckpoint(path: string, run: string, { state, ...progress }: Checkpoint): Promise<void> {
  const stored = STATE_PARTS.flatMap((part) =>
    Object.entries(state[part]).map(([name, value]) => [`${part}/${name}`, { shape: value.shape, values: numbersOf(value) }] as const),
  );
  const metadata = new Map([[PROGRESS, writeJson({ format: 1, run, ...progress })]]);
  await writeSealedTensors(path, { tensors: new Map(stored), metadata });
}

/**
 * What {@link writeCheckpoint} wrote; its state is the caller's to dispose.
 * @throws StoreError for a file that is damaged or belongs to another run
 */
export async function readCheckpoint(
  { tf }: Engine,
  path: string,
  run: string,
  network: Network,
  settings: TrainingSettings,
): Promise<Checkpoint> {
  const { tensors, metadata } = await readSealedTensors(path).catch((error: unknown) => {
    throw damaged(path, (error as Error).message, error);
  });
  const { format: _, run: owner, ...progress } = readProgress(path, metadata.get(PROGRESS));
  if (owner !== run) throw damaged(path, `it belongs to run ${owner}`);

  const shapes = stateShapes(network, settings);
  const expected = STATE_PARTS.flatMap((part) => Object.entries(shapes[part]).map(([name, shape]) => ({ part, name, shape })));
  const numbers = expected.map(({ part, name, shape }) => {
    const found = tensors.get(`${part}/${name}`);
    if (!found || !(found.values instanceof Float32Array) || !sameShape(found.shape, shape)) throw damaged(path, `${part}/${name} is not as the network needs it`);
    return { part, name, shape, values: found.values };
  });
  if (tensors.size !== expected.length) throw damaged(path, 'it holds more tensors than the network has');
  const state: Record<keyof TrainingState, Record<string, Value>> = { parameters: {}, velocities: {}, statistics: {}, spectralVectors: {} };
  for (const { part, name, shape, values } of numbers) state[part][name] = tf.keep(tf.tensor(values, [...shape]));
  return { ...progress, state };
}

function readProgress(path: string, text: string | undefined): z.output<typeof progressSchema> {
  if (text === undefined) throw damaged(path, 'it does not say where its training stands');
  try {
    return parseSettings(progressSchema, readJson(text), 'progress');
  } catch (error) {
    throw damaged(path, (error as Error).message, error);
  }
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}

/** Never mended by itself: a training that starts again unasked would be hours lost in silence. */
function damaged(path: string, why: string, cause?: unknown): StoreError {
  return new StoreError(path, `cannot be used (${why.replace(/\.$/, '')})`, 'put back a copy of it, or delete it to train this run again from its first step', { cause });
}
