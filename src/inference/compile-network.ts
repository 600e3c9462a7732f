import { nativeBackend, type Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { Shape, Value } from '../engine/values';
import { fillingFunction } from '../graph/filling-function';
import { buildGraph } from '../graph/graph';
import { GraphFunction, type Variable } from '../graph/graph-function';
import type { GraphSession } from '../graph/graph-session';
import { closeSession, openSession } from '../graph/loaded-graphs';
import type { Layer, MeasurableNetwork } from '../networks/measurable-network';
import { foldBatchNorms } from './fold-batch-norm';
import { fuseBatchNorms } from './fuse-batch-norms';
import { fuseConvolutions } from './fuse-convolutions';
import { Tracer } from './trace-layer';
import { isKnown, type KnownValue, type TracedLayer } from './traced-layer';

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
    const f = this.emit(this.optimized(traced));
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

  private optimized(traced: TracedLayer): TracedLayer {
    const folded = foldBatchNorms(traced);
    const { device, oneDNN } = this.engine.report;
    return device === 'CPU' && oneDNN ? fuseBatchNorms(fuseConvolutions(folded)) : folded;
  }

  private emit({ input, output, calls }: TracedLayer): GraphFunction {
    const f = new GraphFunction(`layer${this.functions.length}`);
    const values = new Map<Value, Value>([[input, f.argument(input.shape, 'float32')]]);
    const valueOf = (value: Value): Value => values.get(value) ?? this.known(f, value as KnownValue);
    for (const { kernel, inputs, attributes, outputs } of calls) {
      const results = f.run(kernel, inputs.map(valueOf), attributes, outputs.map(({ shape }) => ({ shape, dtype: 'float32' })));
      outputs.forEach((each, i) => values.set(each, results[i]!));
    }
    f.result(valueOf(output));
    this.functions.push(f);
    return f;
  }

  private known(f: GraphFunction, value: KnownValue): Value {
    if (!isKnown(value)) throw new Error('A call of a traced layer uses a value that no call made.');
    if (value.origin === 'code') return f.constant([...value.numbers], value.shape, value.dtype);
    let variable = this.variables.get(value);
    if (!variable) this.variables.set(value, (variable = { name: `value${this.variables.size}`, shape: value.shape, dtype: value.dtype }));
    return f.read(variable);
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
