import { z } from 'zod';
import type { Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { numbersOf } from '../engine/tensors';
import type { Values } from '../engine/values';
import { networkSchema } from '../networks/definition';
import { shownAsValues } from '../networks/in-words';
import type { NetworkValues } from '../networks/measurable-network';
import { isOwn } from '../networks/network';
import type { ParameterSpec } from '../networks/pass';
import { ResidualNetwork } from '../networks/residual-network';
import { parseSettings } from '../settings/parse-settings';
import { KeptTensors } from './kept-tensors';
import type { Laid } from './layout';
import { NamedWeights } from './named-weights';
import { fromPytorch, pytorchName, pytorchShape, toPytorch } from './pytorch-form';
import { readTensors, writeTensors } from './safetensors';
import type { TensorFile } from './tensor-file';

/** The project's own architecture, as files name it in their metadata. */
export const OWN_ARCHITECTURE = 'residual-network';

const normalizationSchema = z.strictObject({ mean: z.array(z.number()), standardDeviation: z.array(z.number().positive()) });

/** A network out of a file. Its values live in the engine's memory until disposed. */
export interface SavedNetwork extends NetworkValues {
  readonly network: ResidualNetwork;
  /** what makes its inputs of pixels */
  readonly normalization: Normalization;
  dispose(): void;
}

/**
 * Writes a network's definition, parameters and statistics as safetensors, in PyTorch's layouts and under its kind of names
 * (`stage1.block2.conv1.weight`, `head.norm.running_mean`). `pretrained/README.md` shows how it runs in PyTorch.
 * @param normalization what makes the network's inputs of pixels, e.g. the data set that it was trained on
 * @throws WeightsError when the file cannot be written; an old one is then as it was; Error for a network of one's own, whose layers are code
 */
export async function saveNetwork(path: string, { network, parameters, statistics }: NetworkValues, normalization: Normalization): Promise<void> {
  if (isOwn(network.definition)) throw new Error('A network of your own has layers that no file of weights can tell: train it as a run (runs.trainRun), which keeps it with its text.');
  const stored = (specs: readonly ParameterSpec[], values: Values): [string, Laid][] =>
    specs.map((spec) => [pytorchName(spec), toPytorch(spec, { shape: spec.shape, values: numbersOf(values[spec.name]!) })]);
  const { mean, standardDeviation } = normalization;
  await writeTensors(path, {
    tensors: new Map([...stored(network.parameters, parameters), ...stored(network.statistics, statistics)]),
    metadata: new Map([
      ['format', 'pt'],
      ['architecture', OWN_ARCHITECTURE],
      ['definition', JSON.stringify(network.definition)],
      ['normalization', JSON.stringify({ mean, standardDeviation })],
    ]),
  });
}

/**
 * Reads what {@link saveNetwork} wrote; every number comes back bit by bit.
 * @throws WeightsError when the file is damaged, is no such file, or its tensors are not those of its definition
 */
export async function loadNetwork(engine: Engine, path: string): Promise<SavedNetwork> {
  return readNetwork(engine, path, await readTensors(path));
}

/** {@link loadNetwork} of a file that has been read. */
export function readNetwork({ tf }: Engine, path: string, file: TensorFile): SavedNetwork {
  const weights = new NamedWeights(path, file, `a ${OWN_ARCHITECTURE} of this project`);
  const { network, normalization } = describe(weights);
  const taken = (specs: readonly ParameterSpec[]): [string, Laid][] =>
    specs.map((spec) => [spec.name, fromPytorch(spec, weights.take(pytorchName(spec), pytorchShape(spec)))]);
  const [parameters, statistics] = [taken(network.parameters), taken(network.statistics)];
  weights.finish();
  const kept = new KeptTensors(tf);
  const values = (named: [string, Laid][]): Values => Object.fromEntries(named.map(([name, laid]) => [name, kept.keep(laid)]));
  return shownAsValues({ network, parameters: values(parameters), statistics: values(statistics), normalization, dispose: () => kept.dispose() }, `of ${path}; `);
}

/** What a file's metadata say of its network. */
function describe(weights: NamedWeights): { network: ResidualNetwork; normalization: Normalization } {
  if (weights.metadata('architecture') !== OWN_ARCHITECTURE) throw weights.error('does not say so in its metadata');
  const field = <S extends z.ZodType>(name: string, schema: S): z.output<S> => {
    const text = weights.metadata(name);
    if (text === undefined) throw weights.error(`has no ${name} in its metadata`);
    try {
      return parseSettings(schema, JSON.parse(text), name);
    } catch (error) {
      throw weights.error(`has a damaged ${name}: ${(error as Error).message.replace(/\.$/, '')}`);
    }
  };
  const definition = field('definition', networkSchema);
  const normalization = field('normalization', normalizationSchema);
  return { network: new ResidualNetwork(definition), normalization };
}
