import type { NamesAndShapes } from '../names-and-shapes';
import type { NetworkPlan, PlannedStage, Residual, Step } from '../plan';
import { pooledHead, usualNormalization } from './cifar-resnet';
import { strideOf, type Choice } from './family';
import { convolutionStep, divided, numbered } from './post-activation';

/** How a repository calls the parts of a pre-activation network. */
export interface PreactivationNames {
  /** stage s, from 1; its numbered parts are the blocks */
  readonly stage: (s: number) => string;
  /** the 1 × 1 convolution in a block's shortcut */
  readonly shortcut: (block: string) => string;
  /** what that takes in the repository that calls it so; unless said, the first activation, or the input where convolutions have a bias */
  readonly shortcutFrom?: (block: string) => 'input' | undefined;
  /** the normalization before the head; undefined where there is none */
  readonly finalNorm: string | undefined;
}

/** A pre-activation network: `conv1`, stages of blocks h ↦ shortcut + F(h), a last normalization and ReLU if there is one, pool and dense layer. */
export function preactivationNetwork(file: NamesAndShapes, names: PreactivationNames, choice: Choice): NetworkPlan {
  const colours = file.length('conv1.weight', 1) || 3;
  const stem: Step[] = [convolutionStep(file, 'conv1', colours, strideOf(0, 1, choice), 3)];
  if (choice.maxPool) stem.push({ kind: 'max pool' });
  let channels = file.length('conv1.weight', 0);
  const stages: PlannedStage[] = [];
  for (let s = 1; s === 1 || file.hasPart(names.stage(s)); s++) {
    const stage = names.stage(s);
    const blocks = Array.from({ length: file.count(stage) }, (_, b) => {
      const made = block(file, names, `${stage}.${b}`, channels, b === 0 ? strideOf(s, s === 1 ? 1 : 2, choice) : 1, choice);
      const last = made.branch[made.branch.length - 1]!;
      channels = last.kind === 'convolution' ? last.outputs : channels;
      return made;
    });
    stages.push(divided(s === 1 ? stem : [], blocks));
  }
  const { head, classes } = pooledHead(file, channels);
  const before: Step[] = names.finalNorm === undefined ? [] : [{ kind: 'norm', name: names.finalNorm, channels }, { kind: 'relu' }];
  return { stages, head: [...before, ...head], input: [32, 32, colours], classes, normalization: choice.normalization ?? usualNormalization(colours, classes), problems: [] };
}

/**
 * A block h ↦ shortcut + F(h), F of norm, ReLU and convolution, twice or (1 × 1, 3 × 3, 1 × 1) three times. A convolution in the shortcut
 * takes what the first ReLU gives, or h where its name is of a repository that has it so, and the stride is that of the first 3 × 3 convolution.
 * Where convolutions have a bias, as in B. Kim's Wide ResNets, the shortcut takes h, and the stride is that of the second.
 */
function block(file: NamesAndShapes, { shortcut, shortcutFrom: usualFrom }: PreactivationNames, name: string, inputs: number, stride: number, { shortcutFrom }: Choice): Residual {
  const numbers = numbered(file, (i) => `${name}.conv${i}`);
  const biased = file.has(`${name}.conv1.bias`);
  const strided = numbers.length === 3 || biased ? 2 : 1;
  let channels = inputs;
  const steps = numbers.flatMap((i): Step[] => {
    const convolution = convolutionStep(file, `${name}.conv${i}`, channels, i === strided ? stride : 1, numbers.length === 3 && i !== 2 ? 1 : 3);
    const normalized: Step[] = [{ kind: 'norm', name: `${name}.bn${i}`, channels }, { kind: 'relu' }, convolution];
    channels = convolution.outputs;
    return normalized;
  });
  const own = shortcut(name);
  const changes = file.hasPart(own) || inputs !== channels || stride > 1;
  return {
    kind: 'residual',
    before: steps.slice(0, 2),
    branch: steps.slice(2),
    shortcut: changes ? [{ kind: 'convolution', name: own, inputs, outputs: channels, size: 1, stride, bias: biased }] : [],
    shortcutFrom: changes ? (shortcutFrom ?? usualFrom?.(name) ?? (biased ? 'input' : 'activation')) : 'input',
    after: [],
  };
}
