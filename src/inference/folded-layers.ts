import { nativeBackend, type Engine } from '../engine/engine';
import { tensorOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import { buildGraph } from '../graph/graph';
import type { GraphFunction } from '../graph/graph-function';
import { GraphSession } from '../graph/graph-session';
import type { Layer } from '../networks/measurable-network';
import { emitLayer } from './emit-layer';
import { optimizedLayer } from './optimized-layer';
import { Tracer } from './trace-layer';
import { isKnown, storedValue, type KnownValue, type TracedLayer } from './traced-layer';

/** Of a batch normalization, [channels]. */
export interface NormStatistics {
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
}

/** A layer for inputs of one shape, and its function once it has run. */
interface Folded {
  readonly traced: TracedLayer;
  running?: { readonly f: GraphFunction; readonly session: GraphSession };
}

/**
 * Layers whose batch normalization has other statistics at every call: these are folded into the convolutions before them then and there,
 * and given to a function of a graph that is one for all statistics. Results are those of the layer with these statistics to 1e-5 of their scale.
 */
export class FoldedLayers {
  private readonly tracer: Tracer;
  private readonly layers = new Map<Layer, Map<string, Folded | undefined>>();

  constructor(private readonly engine: Engine) {
    this.tracer = new Tracer(engine);
  }

  /**
   * What a layer makes of a state.
   * @param statistics of its batch normalizations, in the order in which it first asks for their stored means
   * @returns undefined where the layer is not written with the operations that it is given alone, or the engine has no graphs
   */
  run(layer: Layer, state: Value, statistics: readonly NormStatistics[]): Value | undefined {
    const folded = this.folded(layer, state);
    if (!folded) return undefined;
    const { tf } = this.engine;
    const optimized = optimizedLayer(this.engine, withStatistics(folded.traced, statistics));
    const { f, session } = (folded.running ??= this.load(optimized));
    return tf.tidy(() => session.call(f, [tensorOf(state), ...storedInputs(optimized).map(({ numbers, shape, dtype }) => tf.tensor(numbers, [...shape], dtype))])[0]!);
  }

  dispose(): void {
    for (const shapes of this.layers.values()) for (const folded of shapes.values()) folded?.running?.session.dispose();
    this.layers.clear();
  }

  private folded(layer: Layer, { shape }: Value): Folded | undefined {
    if (this.engine.report.engine !== 'native') return undefined;
    let shapes = this.layers.get(layer);
    if (!shapes) this.layers.set(layer, (shapes = new Map<string, Folded | undefined>()));
    const key = shape.join();
    if (!shapes.has(key)) {
      const traced = this.tracer.trace(layer, shape);
      shapes.set(key, traced && { traced });
    }
    return shapes.get(key);
  }

  private load(layer: TracedLayer): NonNullable<Folded['running']> {
    const f = emitLayer('layer', layer, (made, { shape, dtype }) => made.argument(shape, dtype));
    return { f, session: new GraphSession(nativeBackend(this.engine), buildGraph([f])) };
  }
}

/** The layer with other statistics. */
function withStatistics(layer: TracedLayer, statistics: readonly NormStatistics[]): TracedLayer {
  const others = new Map<Value, readonly [mean: KnownValue, variance: KnownValue]>();
  const othersOf = (mean: Value): readonly [KnownValue, KnownValue] => {
    const found = others.get(mean);
    if (found) return found;
    const own = statistics[others.size];
    if (!own) throw new Error(`A layer has more than ${statistics.length} batch normalizations with statistics: their stored ones must be the same value at every call.`);
    const made = [vector(own.mean), vector(own.variance)] as const;
    others.set(mean, made);
    return made;
  };
  const calls = layer.calls.map((call) => {
    const [x, scale, shift, mean] = call.inputs;
    if (call.kernel !== 'FusedBatchNormV3' || call.attributes.is_training!.value === true) return call;
    return { ...call, inputs: [x!, scale!, shift!, ...othersOf(mean!)] };
  });
  return { ...layer, calls };
}

function vector(numbers: ArrayLike<number>): KnownValue {
  return storedValue(Float32Array.from(numbers), [numbers.length]);
}

/** Stored values in the order in which {@link emitLayer} comes to them. */
function storedInputs({ calls }: TracedLayer): readonly KnownValue[] {
  const all = calls.flatMap(({ inputs }) => inputs.filter((value): value is KnownValue => isKnown(value) && value.origin === 'stored'));
  return [...new Set(all)];
}
