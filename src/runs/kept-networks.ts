import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine/engine';
import type { Value } from '../engine/values';
import { readJson, writeJson } from '../files/json-numbers';
import { definedNetwork } from '../networks/defined-network';
import { finished, type TrainedNetwork } from '../training/trainer';
import { stateShapes } from '../training/training-state';
import { readMetadata } from '../weights/safetensors';
import type { StoredTensor } from '../weights/tensor-file';
import { WeightsError } from '../weights/weights-error';
import { environmentSchema, type Start } from './environment';
import { recordsSchema, type RecordedPoint } from './records';
import { parseRun, trainingHash, type Run } from './run';
import { readSealedTensors, writeSealedTensors } from './sealed-tensors';

const study = resolve(__dirname, '..', '..', 'study');

/** Folders of the repository with trained networks: those of the record, and those that are not measured yet. */
export const KEPT_NETWORKS: readonly string[] = [join(study, 'networks'), join(study, 'trained')];

/** A trained network in a file of its own, with all that training wrote down; whatever is measured of it, it need not be trained again. */
export interface KeptNetwork {
  readonly path: string;
  /** whether its kernels are rounded to half precision, so that it is not to the bit what was trained */
  readonly rounded: boolean;
  /** whose labels and measurements are those of whoever trained it */
  readonly run: Run;
  /** one entry each start */
  readonly environment: readonly Start[];
  readonly records: readonly RecordedPoint[];
}

/** What of a training's state a network consists of. */
const PARTS = ['parameters', 'statistics'] as const;

/** The text of a file that says what of its network is rounded. */
const ROUNDED = 'rounded';

/** Trainings by the files that hold them, which are not looked into twice. */
const trainingsByPath = new Map<string, string>();

/**
 * The network of a run's training, whatever the run measures of it behind that: the exact one where a folder has it, else a rounded one;
 * undefined: no folder has either.
 * @throws WeightsError when a file of a folder is damaged
 */
export async function findKept(run: Run, folders: readonly string[] = KEPT_NETWORKS): Promise<KeptNetwork | undefined> {
  const wanted = trainingHash(run);
  let rounded: KeptNetwork | undefined;
  for (const folder of folders.filter((each) => existsSync(each))) {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.safetensors')).sort()) {
      const path = join(folder, name);
      if (!trainingsByPath.has(path)) trainingsByPath.set(path, trainingHash((await describe(path)).run));
      if (trainingsByPath.get(path) !== wanted) continue;
      const found = await describe(path);
      if (!found.rounded) return found;
      rounded ??= found;
    }
  }
  return rounded;
}

/** Its values live until disposed. @throws WeightsError when a single byte of its file is not as it was written, or it is not as its run says */
export async function readKept(engine: Engine, { path, run }: KeptNetwork): Promise<TrainedNetwork> {
  const { tf } = engine;
  const { tensors } = await readSealedTensors(path);
  const network = definedNetwork(run.network);
  const shapes = stateShapes(network, run.training);
  const stored = PARTS.map((part) =>
    Object.entries(shapes[part]).map(([name, shape]) => {
      const tensor = tensors.get(`${part}/${name}`);
      if (!(tensor?.values instanceof Float32Array) || tensor.shape.join() !== shape.join()) throw new WeightsError(path, `has no ${part}/${name} as its network needs it`, REMEDY);
      return [name, shape, tensor.values] as const;
    }),
  );
  const [parameters, statistics] = stored.map((part) => Object.fromEntries(part.map(([name, shape, values]): [string, Value] => [name, tf.keep(tf.tensor(values, [...shape]))])));
  return finished(engine, network, { parameters: parameters!, statistics: statistics!, velocities: {}, spectralVectors: {} }, run.training);
}

/**
 * Writes a trained network with what {@link findKept} tells of it, all of it or nothing: the same network gives the same bytes.
 * @param source a file with the network's values: the checkpoint behind its last step, or a kept network
 * @param rounding rounds the kernels to half precision, which takes half the room; those of a source that are rounded stay so
 * @throws StoreError, WeightsError
 */
export async function keepNetwork(path: string, { run, environment, records }: Omit<KeptNetwork, 'path' | 'rounded'>, source: string, { rounding = false } = {}): Promise<void> {
  const { tensors } = await readSealedTensors(source);
  const own = [...tensors].filter(([name]) => PARTS.some((part) => name.startsWith(`${part}/`)))
    .map(([name, tensor]): [string, StoredTensor] => [name, rounding && name.endsWith('kernel') ? { ...tensor, type: 'float16' } : tensor]);
  const texts = Object.entries({ configuration: run, environment, records }).map(([name, content]): [string, string] => [name, JSON.stringify(JSON.parse(writeJson(content)))]);
  const rounded = own.some(([, { type }]) => type === 'float16') ? [[ROUNDED, 'kernels to float16'] as const] : [];
  await writeSealedTensors(path, { tensors: new Map(own), metadata: new Map([...texts, ...rounded]) });
}

const REMEDY = 'put back a copy of it';

async function describe(path: string): Promise<KeptNetwork> {
  const metadata = await readMetadata(path);
  const part = (name: string): unknown => readJson(metadata.get(name) ?? 'null');
  try {
    return { path, rounded: metadata.has(ROUNDED), run: parseRun(part('configuration')), environment: environmentSchema.parse(part('environment')), records: recordsSchema.parse(part('records')) };
  } catch (error) {
    throw new WeightsError(path, `does not say of which training it is (${(error as Error).message.replace(/\.$/, '')})`, REMEDY, { cause: error });
  }
}
