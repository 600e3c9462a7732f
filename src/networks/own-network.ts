import { inspect } from 'node:util';
import { compileFunction } from 'node:vm';
import type { Operations } from '../engine/operations';
import { sizeOf, type Shape, type Value } from '../engine/values';
import { parseSettings } from '../settings/parse-settings';
import { networkInWords } from './in-words';
import { checkBlock, classesOf, layerName, outputOf } from './layer-output';
import { normalization } from './layers';
import { declared, forwardThrough, ownSchema, parameterCountOf, type Network, type OwnDefinition } from './network';
import type { ParameterSpec, Pass } from './pass';

/** What a layer of one's own is written with. Parameters are named within their layer: one name, one parameter. */
export interface Parts {
  readonly ops: Operations;
  /**
   * A matrix [in, out] or the kernel [k, k, in, out] of a convolution of stride 1: it starts normal with standard deviation gain · √(2 / inputs) (He), and in a
   * block the Lipschitz constraint acts on it.
   */
  readonly weight: (name: string, shape: Shape, gain?: number) => Value;
  /** Any other parameter (biases, scales, embeddings), all of whose numbers start at one. */
  readonly parameter: (name: string, shape: Shape, start: number) => Value;
  /** Batch normalization of maps [batch, height, width, channels], with scale and shift. */
  readonly batchNorm: (name: string, x: Value) => Value;
}

/** What a block is written with: its own parameters, and those that all blocks of its stage have in common. */
export interface BlockParts extends Parts {
  readonly shared: Parts;
}

/** The layers of a network of one's own. */
export interface OwnLayers {
  /** [height, width, channels] of an image */
  readonly input: readonly [number, number, number];
  readonly stages: readonly {
    /** may change the shape */
    readonly transition: (parts: Parts, x: Value) => Value;
    /** T */
    readonly blocks: number;
    /** what each of the T blocks does with parameters of its own; it keeps the state's shape */
    readonly block: (parts: BlockParts, h: Value) => Value;
  }[];
  /** logits [batch, classes] of the last stage's state */
  readonly head: (parts: Parts, h: Value) => Value;
}

/**
 * A network of one's own that can be trained: its layers are functions of the operations and parameters that they are given. It is made from
 * the text of a function that uses nothing outside itself, so that a run can keep the text, is known by it, and goes on from it elsewhere.
 */
export class OwnNetwork implements Network {
  readonly definition: OwnDefinition;
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly ParameterSpec[];
  readonly stateShapes: readonly Shape[];
  private readonly layers: OwnLayers;

  /**
   * @param make makes the layers; or its text, which is run as code: only that of a run that you trust
   * @throws Error in one sentence where the text uses what is outside it, or a layer is none: it fails on a shape, changes the batch or a block's state, or is no head
   */
  constructor(make: (() => OwnLayers) | string) {
    const source = typeof make === 'string' ? make : make.toString();
    this.layers = within(source, () => (compileFunction(`return (${source});`, ['__name']) as (name: (f: unknown) => unknown) => () => OwnLayers)((f) => f)());
    const { input, stages } = this.layers;
    // As many classes as its head makes of a shape, normalized as it declares.
    this.definition = { source, input: [...input], classes: 2, normalization: 'none', stages: stages.map(({ blocks }) => ({ blocks })) };
    let classes = 0;
    const head = (pass: Pass, h: Value): Value => {
      const logits = this.head(pass, h);
      classes = classesOf(logits);
      return logits;
    };
    const found = within(source, () => declared({ definition: this.definition, transition: (...on) => this.transition(...on), block: (...on) => this.block(...on), head }));
    this.parameters = together(found.parameters);
    this.statistics = found.statistics;
    this.stateShapes = found.stateShapes;
    this.definition = parseSettings(ownSchema, { ...this.definition, classes, normalization: this.statistics.length > 0 ? 'batch' : 'none' }, 'network of your own');
  }

  forward(pass: Pass, images: Value): Value {
    return forwardThrough(this, pass, images);
  }

  transition(pass: Pass, s: number, x: Value): Value {
    return outputOf((input) => this.layers.stages[s]!.transition(partsOf(pass, `stage${s + 1}.transition`), input), layerName(s + 1, 0), x);
  }

  block(pass: Pass, s: number, t: number, h: Value): Value {
    const name = layerName(s + 1, t + 1);
    const parts = { ...partsOf(pass, `stage${s + 1}.block${t + 1}`), shared: partsOf(pass, `stage${s + 1}.shared`) };
    const output = outputOf((state) => this.layers.stages[s]!.block(parts, state), name, h);
    checkBlock(name, h, output);
    pass.observe?.(`stage${s + 1}.block${t + 1}`, output);
    return output;
  }

  head(pass: Pass, h: Value): Value {
    return outputOf((state) => this.layers.head(partsOf(pass, 'head'), state), 'The head', h);
  }

  parameterCount(): { readonly trainable: number; readonly total: number } {
    return parameterCountOf(this);
  }

  /** Where a console or a cell shows it. */
  [inspect.custom](): string {
    return networkInWords(this);
  }
}

function partsOf(pass: Pass, place: string): Parts {
  const named = (name: string): string => {
    if (!/^\w+(\.\w+)*$/.test(name)) throw new Error(`a parameter cannot be called "${name}": use letters, digits and _, with dots between`);
    return `${place}.${name}`;
  };
  return {
    ops: pass.ops,
    weight: (name, shape, gain = 1) => {
      if (shape.length !== 2 && shape.length !== 4) throw new Error(`the weight "${name}" is [${shape.join()}]: it must be a matrix [in, out] or a kernel [k, k, in, out]; all else is a parameter`);
      const standardDeviation = gain * Math.sqrt(2 / sizeOf(shape.slice(0, -1)));
      return pass.parameter({ name: named(name), shape, initial: { kind: 'normal', standardDeviation }, role: shape.length === 4 ? 'kernel' : 'dense' });
    },
    parameter: (name, shape, start) => pass.parameter({ name: named(name), shape, initial: { kind: 'constant', value: start }, role: 'bias' }),
    batchNorm: (name, x) => normalization(pass, named(name), x, { normalization: 'batch', groups: 1 }),
  };
}

/** Parameters in order of use, those of each layer together: shared ones are used between a block's own. */
function together(parameters: readonly ParameterSpec[]): ParameterSpec[] {
  const layers = new Map<string, ParameterSpec[]>();
  for (const spec of parameters) {
    const layer = /^(?:stage\d+\.)?\w+/.exec(spec.name)![0];
    layers.set(layer, [...(layers.get(layer) ?? []), spec]);
  }
  return [...layers.values()].flat();
}

/** What a notebook's kernel writes before names of other cells. */
const OF_OTHER_CELLS = /__cells\.(\w+)/;

/** Says of a name that a text does not know how it comes to be unknown. */
function within<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const [, missing] = /(\S+) is not defined/.exec((error as Error).message) ?? [];
    const unknown = missing === '__cells' ? OF_OTHER_CELLS.exec(source)?.[1] : missing;
    if (unknown === undefined) throw error;
    throw new Error(`The network uses "${unknown}", which is outside of the function that makes it: a run keeps that function’s text alone, so write there all that it uses.`, { cause: error });
  }
}
