import { inspect } from 'node:util';
import type { Shape, Value } from '../engine/values';
import { networkSchema, type NetworkDefinition, type NetworkInput, type StageDefinition } from './definition';
import { networkInWords } from './in-words';
import { convolution, dense, flatten, normalization, type NormalizationNames } from './layers';
import { declared, forwardThrough, parameterCountOf, type Network } from './network';
import type { ParameterSpec, Pass } from './pass';
import { parseSettings } from '../settings/parse-settings';

/**
 * A pre-activation residual network (He et al. 2016b; JAB18):
 * h_{i+1} = h_i + F_i(h_i), F = norm-ReLU-conv3×3-norm-ReLU-conv3×3; head norm-ReLU-average pool-dense.
 *
 * It is written once, against {@link Operations}; what runs it (eagerly, or as mere shapes to declare its parameters)
 * is the pass's affair. It holds no values.
 */
export class ResidualNetwork implements Network {
  readonly definition: NetworkDefinition;
  /** trainable parameters in order of use */
  readonly parameters: readonly ParameterSpec[];
  /** running means and variances of batch normalization in order of use */
  readonly statistics: readonly ParameterSpec[];
  /** [height, width, channels] of every stage's state */
  readonly stateShapes: readonly Shape[];

  /** @throws Error naming the field of a definition that is not valid */
  constructor(definition: NetworkInput) {
    this.definition = parseSettings(networkSchema, definition, 'network definition');
    const { parameters, statistics, stateShapes } = declared(this);
    this.parameters = parameters;
    this.statistics = statistics;
    this.stateShapes = stateShapes;
  }

  forward(pass: Pass, images: Value): Value {
    return forwardThrough(this, pass, images);
  }

  /** What precedes the blocks of stage s (from 0). */
  transition(pass: Pass, s: number, x: Value): Value {
    const { transition } = this.stage(s);
    const name = `stage${s + 1}.transition`;
    const bias = this.definition.convolutionBias;
    switch (transition.kind) {
      case 'convolution':
        return convolution(pass, name, x, { channels: transition.channels, size: 3, stride: transition.stride, bias });
      case 'averagePool':
        return pass.ops.averagePool(x, transition.size);
      case 'residual': {
        const { channels, stride } = transition;
        const names = (part: string): LayerNames => ({ convolution: `${name}.${part}`, norm: `${name}.${part}` });
        return pass.ops.scope(() => {
          const shortcut = convolution(pass, `${name}.shortcut`, x, { channels, size: 1, stride, bias });
          return pass.ops.add(shortcut, this.residualFunction(pass, names, x, channels, stride));
        });
      }
    }
  }

  /** h + F_t(h) for block t (from 0) of stage s. */
  block(pass: Pass, s: number, t: number, h: Value): Value {
    const output = pass.ops.scope(() => pass.ops.add(h, this.residual(pass, s, t, h)));
    pass.observe?.(`stage${s + 1}.block${t + 1}`, output);
    return output;
  }

  /** F_t(h) for block t (from 0) of stage s. */
  residual(pass: Pass, s: number, t: number, h: Value): Value {
    return this.residualFunction(pass, (part) => blockNames(this.stage(s), s, t, part), h, h.shape[3]!, 1);
  }

  /** Logits of the last stage's state. */
  head(pass: Pass, h: Value): Value {
    const { ops } = pass;
    const activated = ops.relu(normalization(pass, 'head.norm', h, this.definition));
    const { headPool, classes } = this.definition;
    const pooled = headPool === 'global' ? ops.mean(activated, [1, 2]) : flatten(pass, ops.averagePool(activated, headPool));
    return dense(pass, 'head.dense', pooled, classes);
  }

  parameterCount(): { readonly trainable: number; readonly total: number } {
    return parameterCountOf(this);
  }

  /** Where a console or a cell shows it. */
  [inspect.custom](): string {
    return networkInWords(this);
  }

  private stage(s: number): StageDefinition {
    const stage = this.definition.stages[s];
    if (!stage) throw new Error(`The network has ${this.definition.stages.length} stages; stage ${s + 1} does not exist.`);
    return stage;
  }

  /** norm-ReLU-conv3×3-norm-ReLU-conv3×3 */
  private residualFunction(pass: Pass, names: (part: string) => LayerNames, h: Value, channels: number, stride: number): Value {
    const { definition } = this;
    const bias = definition.convolutionBias;
    const normalize = (part: string, x: Value): Value =>
      pass.ops.scope(() => pass.ops.relu(normalization(pass, names(part).norm, x, definition)));
    const first = pass.ops.scope(() => convolution(pass, names('conv1').convolution, normalize('norm1', h), { channels, size: 3, stride, bias }));
    const initialScale = definition.initialResidualScale;
    return pass.ops.scope(() =>
      convolution(pass, names('conv2').convolution, normalize('norm2', first), { channels, size: 3, stride: 1, bias, initialScale }),
    );
  }
}

interface LayerNames {
  readonly convolution: string;
  readonly norm: string | NormalizationNames;
}

/** Where block t of a stage keeps a layer's parameters: with the block, or with the stage's shared block. */
function blockNames(stage: StageDefinition, s: number, t: number, part: string): LayerNames {
  const own = `stage${s + 1}.block${t + 1}.${part}`;
  const { sharing } = stage;
  if (!sharing || t < sharing.unsharedBlocks) return { convolution: own, norm: own };
  const shared = `stage${s + 1}.shared.${part}`;
  const { unshared } = sharing;
  const norm = {
    scale: unshared.scale ? own : shared,
    shift: unshared.shift ? own : shared,
    statistics: unshared.statistics ? own : shared,
    initialScale: unshared.scale ? sharing.initialScale : 1,
  };
  return { convolution: shared, norm };
}
