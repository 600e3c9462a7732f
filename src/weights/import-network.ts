import type { Engine } from '../engine/engine';
import type { Shape } from '../engine/values';
import { measurable } from '../networks/measurable-network';
import { buildNetwork } from './build-network';
import { describePlan } from './describe-plan';
import { countOf, differences, firstThree, type Differences } from './differences';
import { FAMILIES } from './families/families';
import type { Choice, Family } from './families/family';
import type { ImportedNetwork } from './imported-network';
import { byBareName, NamesAndShapes } from './names-and-shapes';
import { NamedWeights } from './named-weights';
import { OWN_ARCHITECTURE, readNetwork } from './network-file';
import type { NetworkPlan } from './plan';
import { readTensors } from './safetensors';
import type { TensorFile } from './tensor-file';
import { WeightsError } from './weights-error';

/** All architectures whose files can be measured: the project's own, and families of others. */
export const ARCHITECTURE_NAMES: readonly string[] = [OWN_ARCHITECTURE, ...FAMILIES.map(({ name }) => name)];

/** What overrides what a file's names and shapes tell, and what they cannot tell. */
export interface ImportOptions extends Choice {
  /** one of {@link ARCHITECTURE_NAMES}; read off the file unless given */
  readonly architecture?: string | undefined;
}

/**
 * A network out of a safetensors file, ready to be measured. Its architecture is read off the names and shapes of its tensors
 * ({@link FAMILIES}); prefixes such as `module.` are passed over, and float16, bfloat16 and float64 are read as float32.
 * @throws WeightsError when the file is none, or fits no family: then with the nearest one and the first three tensors that differ
 */
export async function importNetwork(engine: Engine, path: string, options: ImportOptions = {}): Promise<ImportedNetwork> {
  return networkOf(engine, path, await readTensors(path), options);
}

/** {@link importNetwork} of a file that has been read. */
export function networkOf(engine: Engine, path: string, file: TensorFile, { architecture, ...choice }: ImportOptions = {}): ImportedNetwork {
  if (architecture === OWN_ARCHITECTURE || (architecture === undefined && file.metadata.get('architecture') === OWN_ARCHITECTURE)) return ownNetwork(engine, path, file, choice);
  const tensors = byBareName(file.tensors);
  const { family, plan } = fitting(path, new Map([...tensors].map(([name, { shape }]) => [name, shape])), architecture, choice);
  refuseIdle(choice, plan);
  const { input, classes, normalization } = plan;
  const network = buildNetwork(engine, plan, new NamedWeights(path, { tensors, metadata: file.metadata }, `a ${family.name}`));
  return { ...network, input, classes, normalization, architecture: family.name, told: [...describePlan(family.name, plan), ...convertedTypes(file)] };
}

/** @throws RangeError for a choice that would change nothing */
function refuseIdle({ strides, shortcutFrom }: Choice, { stages }: NetworkPlan): void {
  if (strides && strides.length !== stages.length + 1) {
    throw new RangeError(`The strides ${strides.join(', ')} are ${strides.length}, but the network has a stem and ${stages.length} stages: give ${stages.length + 1} numbers.`);
  }
  const hasShortcuts = stages.some(({ transition, blocks }) => [...transition, ...blocks].some((step) => step.kind === 'residual' && step.before.length > 0 && step.shortcut.length > 0));
  if (shortcutFrom !== undefined && !hasShortcuts) throw new RangeError(`The network has no convolutions in shortcuts of pre-activation blocks, so that none can take the ${shortcutFrom}: leave that choice out.`);
}

function ownNetwork(engine: Engine, path: string, file: TensorFile, { normalization: chosen, strides, maxPool, shortcutFrom }: Choice): ImportedNetwork {
  if (strides !== undefined || maxPool !== undefined || shortcutFrom !== undefined) throw new RangeError(`${path} says itself what network it holds: leave strides, max pool and shortcut out.`);
  const saved = readNetwork(engine, path, file);
  const { input, classes } = saved.network.definition;
  const told = [`A ${OWN_ARCHITECTURE} of this project, as the file itself says.`];
  return { ...measurable(saved), input, classes, normalization: chosen ?? saved.normalization, architecture: OWN_ARCHITECTURE, told, values: saved, dispose: () => saved.dispose() };
}

/** The family that a file fits, and the network that it has. */
function fitting(path: string, shapes: ReadonlyMap<string, Shape>, architecture: string | undefined, choice: Choice): { readonly family: Family; readonly plan: NetworkPlan } {
  const families = FAMILIES.filter(({ name }) => architecture === undefined || name === architecture);
  if (families.length === 0) throw new RangeError(`Unknown architecture '${architecture}': use one of ${ARCHITECTURE_NAMES.join(', ')}.`);
  const read = families.map((family) => {
    const plan = family.read(new NamesAndShapes(shapes), choice);
    return { family, plan, differs: differences(plan, shapes) };
  });
  const nearest = read.reduce((best, each) => (countOf(each.differs) < countOf(best.differs) ? each : best));
  if (countOf(nearest.differs) > 0) throw unfit(path, nearest.family, nearest.differs, architecture !== undefined);
  return nearest;
}

function unfit(path: string, { name, expects }: Family, differs: Differences, isChosen: boolean): WeightsError {
  const problem = isChosen ? `is not the file of a ${name}` : `fits no family of networks that can be measured; the nearest is ${name}`;
  const more = countOf(differs) - 3;
  const remedy = isChosen ? 'name another architecture, or none' : `export a network that has ${expects}, or write yours as twenty lines of TypeScript (notebooks/your-own-network.ipynb)`;
  return new WeightsError(path, `${problem} (it ${firstThree(differs)}${more > 0 ? `; and ${more} more` : ''})`, remedy);
}

/** That numbers were converted, once for all of them. */
function convertedTypes({ tensors }: TensorFile): string[] {
  const types = new Set([...tensors.values()].flatMap(({ type, values }) => type ?? (values instanceof Float64Array ? 'float64' : [])));
  return types.size === 0 ? [] : [`Its ${[...types].sort().join(' and ')} numbers are read as float32.`];
}

/** {@link importNetwork} of a file that must be of the family `cifar-resnet`. */
export function loadCifarResnet(engine: Engine, path: string): Promise<ImportedNetwork> {
  return importNetwork(engine, path, { architecture: 'cifar-resnet' });
}
