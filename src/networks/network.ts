import { z } from 'zod';
import { Operations } from '../engine/operations';
import { SHAPE_KERNELS } from '../engine/shape-kernels';
import { sizeOf, type Shape, type Value } from '../engine/values';
import { inOurWords } from '../settings/parse-settings';
import { networkSchema, NORMALIZATIONS } from './definition';
import { TRIED_IMAGES } from './layer-output';
import type { ParameterSpec, Pass } from './pass';

const count = z.int().positive();

/** A network of one's own as plain data: the text of the function that makes its layers, and what of it follows from the text. */
export const ownSchema = z.strictObject({
  source: z.string().min(1),
  input: z.tuple([count, count, count]),
  classes: z.int().min(2),
  /** whether a layer keeps statistics of batches */
  normalization: z.enum(NORMALIZATIONS),
  stages: z.array(z.strictObject({ blocks: z.int().nonnegative() })).min(1),
});
export type OwnDefinition = z.output<typeof ownSchema>;

type AnyDefinition = z.output<typeof networkSchema> | OwnDefinition;
type AnyInput = z.input<typeof networkSchema> | OwnDefinition;

/** The definition of any network; what is wrong with it is said as its own kind says it. */
export const definitionSchema = z.unknown().transform((input, context): AnyDefinition => {
  const { success, data, error } = isOwn(input) ? ownSchema.safeParse(input, { error: inOurWords }) : networkSchema.safeParse(input, { error: inOurWords });
  if (success) return data;
  for (const issue of error.issues) context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
  return z.NEVER;
}) as unknown as z.ZodType<AnyDefinition, AnyInput>;

export function isOwn(definition: unknown): definition is OwnDefinition {
  return typeof definition === 'object' && definition !== null && 'source' in definition;
}

/**
 * A network with parameters: what is trained, stored, and measured. It holds no values, and is written once, against operations: what runs it
 * (in a training step, at inference, or as mere shapes) is the pass's affair. Parameters of the blocks of a stage that correspond have
 * the same name but for the block: `stage1.block1.kernel`, `stage1.block2.kernel`.
 */
export interface Network {
  readonly definition: AnyDefinition;
  /** trainable parameters, each block's together and in the same order in every block of a stage */
  readonly parameters: readonly ParameterSpec[];
  /** running means and variances of batch normalization in order of use */
  readonly statistics: readonly ParameterSpec[];
  /** of every stage's state, without the batch: [height, width, channels] of maps */
  readonly stateShapes: readonly Shape[];
  /** Logits [batch, classes] of images [batch, height, width, channels]. */
  forward(pass: Pass, images: Value): Value;
  /** What precedes the blocks of stage s (from 0). */
  transition(pass: Pass, s: number, x: Value): Value;
  /** Block t (from 0) of stage s. */
  block(pass: Pass, s: number, t: number, h: Value): Value;
  /** Logits of the last stage's state. */
  head(pass: Pass, h: Value): Value;
  /** of trainable numbers, and with running statistics (JAB18 section 4 counts those) */
  parameterCount(): { readonly trainable: number; readonly total: number };
}

type Layers = Pick<Network, 'definition' | 'transition' | 'block' | 'head'>;

/** {@link Network.forward}, layer by layer. */
export function forwardThrough(network: Layers, pass: Pass, images: Value): Value {
  let h = images;
  network.definition.stages.forEach(({ blocks }, s) => {
    h = network.transition(pass, s, h);
    pass.observe?.(`stage${s + 1}`, h);
    for (let t = 0; t < blocks; t++) h = network.block(pass, s, t, h);
  });
  return network.head(pass, h);
}

/** What a network declares when it is run on the shape of an image, in order of use. @throws Error naming a parameter that is used in two shapes */
export function declared(network: Layers): Pick<Network, 'parameters' | 'statistics' | 'stateShapes'> {
  const parameters = new Map<string, ParameterSpec>();
  const statistics = new Map<string, ParameterSpec>();
  const stateShapes: Shape[] = [];
  const declare = (specs: Map<string, ParameterSpec>, spec: ParameterSpec): Value => {
    const known = specs.get(spec.name);
    if (!known) specs.set(spec.name, spec);
    else if (known.shape.join() !== spec.shape.join()) throw new Error(`The parameter ${spec.name} is [${known.shape.join()}] in one place and [${spec.shape.join()}] in another: give it two names.`);
    return { shape: spec.shape, dtype: 'float32' };
  };
  const pass: Pass = {
    ops: new Operations(SHAPE_KERNELS),
    training: false,
    parameter: (spec) => declare(parameters, spec),
    statistic: (spec) => declare(statistics, spec),
    updateStatistic: () => undefined,
    observe: (layer, output) => {
      if (/^stage\d+$/.test(layer)) stateShapes.push(output.shape.slice(1));
    },
  };
  forwardThrough(network, pass, { shape: [TRIED_IMAGES, ...network.definition.input], dtype: 'float32' });
  return { parameters: [...parameters.values()], statistics: [...statistics.values()], stateShapes };
}

/** {@link Network.parameterCount}. */
export function parameterCountOf({ parameters, statistics }: Pick<Network, 'parameters' | 'statistics'>): { readonly trainable: number; readonly total: number } {
  const sum = (specs: readonly ParameterSpec[]): number => specs.reduce((all, { shape }) => all + sizeOf(shape), 0);
  const trainable = sum(parameters);
  return { trainable, total: trainable + sum(statistics) };
}
