import { nativeBackend, type Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { Shape } from '../engine/values';
import { fillingFunction } from '../graph/filling-function';
import { buildGraph } from '../graph/graph';
import type { GraphFunction, Variable } from '../graph/graph-function';
import type { GraphSession } from '../graph/graph-session';
import { closeSession, openSession } from '../graph/loaded-graphs';
import type { Layer, MeasurableNetwork } from '../networks/measurable-network';
import { emitLayer } from './emit-layer';
import { optimizedLayer } from './optimized-layer';
import { Tracer } from './trace-layer';
import type { KnownValue, TracedLayer } from './traced-layer';

/** A network some of whose layers run as functions of a TensorFlow graph, until it is disposed. */
export interface CompiledNetwork extends MeasurableNetwork {
  dispose(): void;
}

/**
 * Compiles a network's layers for inputs of one shape: batch normalization is folded into convolutions, and what follows a
 * convolution is done by it. Logits agree with the original's to 1e-5 of their scale. Layers run as they were for other batch
 * sizes, where gradients are recorded, and where a layer is not written with the operations that it is given alone. On other
 * engines than the native one the network stays as it is.
 * @param inputShape [batch, height, width, channels] of the images
 */
export function compileNetwork(engine: Engine, network: MeasurableNetwork, inputShape: Shape): CompiledNetwork {
  if (engine.report.engine !== 'native') return { ...network, dispose: () => undefined };
  const compiler = new Compiler(engine);
  let state = inputShape;
  const stages = network.stages.map(({ transition, blocks }) => {
    const first = compiler.add(transition, state);
    state = first.outputShape;
    return { transition: first.layer, blocks: blocks.map((block) => compiler.add(block, state).layer) };
  });
  const head = compiler.add(network.head, state).layer;
  const dispose = compiler.load();
  return { stages, head, dispose };
}

/** Turns layers into functions of one graph. */
class Compiler {
  private readonly tracer: Tracer;
  private readonly functions: GraphFunction[] = [];
  private readonly variables = new Map<KnownValue, Variable>();
  private session: GraphSession | undefined;

  constructor(private readonly engine: Engine) {
    this.tracer = new Tracer(engine);
  }

  /** The layer as it will be once the graph is loaded, and the shape of its output. */
  add(layer: Layer, inputShape: Shape): { readonly layer: Layer; readonly outputShape: Shape } {
    const traced = this.tracer.trace(layer, inputShape);
    if (!traced) return { layer, outputShape: this.shapeAfter(layer, inputShape) };
    const f = this.emit(optimizedLayer(this.engine, traced));
    const compiled: Layer = (ops, input) => {
      const isMeant = this.session && ops.runner === this.engine.kernels && !ops.records && input.shape.join() === inputShape.join();
      return isMeant ? this.session!.call(f, [tensorOf(input)])[0]! : layer(ops, input);
    };
    return { layer: compiled, outputShape: traced.output.shape };
  }

  /** Loads the graph. @returns what ends its use */
  load(): () => void {
    const fill = fillingFunction('fill', this.variables.values());
    const session = openSession(nativeBackend(this.engine), buildGraph([...this.functions, fill]));
    const { tf } = this.engine;
    tf.tidy(() => {
      session.call(fill, [...this.variables.keys()].map(({ numbers, shape, dtype }) => tf.tensor(numbers, [...shape], dtype)));
    });
    this.session = session;
    return () => {
      this.session = undefined;
      closeSession(session);
    };
  }

  private emit(traced: TracedLayer): GraphFunction {
    const f = emitLayer(`layer${this.functions.length}`, traced, (made, value) => {
      let variable = this.variables.get(value);
      if (!variable) this.variables.set(value, (variable = { name: `value${this.variables.size}`, shape: value.shape, dtype: value.dtype }));
      return made.read(variable);
    });
    this.functions.push(f);
    return f;
  }

  private shapeAfter(layer: Layer, [batch, ...map]: Shape): Shape {
    const { tf, kernels } = this.engine;
    let after: Shape = [];
    tf.tidy(() => {
      after = layer(new Operations(kernels), tf.zeros([1, ...map])).shape;
    });
    return [batch!, ...after.slice(1)];
  }
}
