import type { Normalization } from '../data/dataset';
import type { Shape } from '../engine/values';

/** One step of a network as a file of weights has it. A name is that of the step's tensors in the file without its last part, `weight` or `bias`. */
export type Step =
  | { readonly kind: 'convolution'; readonly name: string; readonly inputs: number; readonly outputs: number; readonly size: number; readonly stride: number; readonly bias: boolean }
  | { readonly kind: 'norm'; readonly name: string; readonly channels: number }
  | { readonly kind: 'relu' }
  /** windows of 3 × 3, one every 2 pixels, with a border of 1 */
  | { readonly kind: 'max pool' }
  /** every `stride`-th pixel, its channels in the middle of `outputs` channels, zeros around them (He et al. 2015, option A) */
  | { readonly kind: 'padding'; readonly inputs: number; readonly outputs: number; readonly stride: number }
  | Residual
  /** mean over pixels */
  | { readonly kind: 'average' }
  | { readonly kind: 'dense'; readonly name: string; readonly inputs: number; readonly outputs: number };

/** x ↦ after(shortcut(x or a) + branch(a)), where a = before(x). No steps: the identity. */
export interface Residual {
  readonly kind: 'residual';
  readonly before: readonly Step[];
  readonly branch: readonly Step[];
  readonly shortcut: readonly Step[];
  readonly shortcutFrom: 'input' | 'activation';
  readonly after: readonly Step[];
}

/** One stage: what leads into it, and the blocks that keep its shape and iterate. */
export interface PlannedStage {
  readonly transition: readonly Step[];
  readonly blocks: readonly Residual[];
}

/** A network as its family reads it off the names and shapes of a file. */
export interface NetworkPlan {
  readonly stages: readonly PlannedStage[];
  readonly head: readonly Step[];
  /** [height, width, channels] of the images that it is usually trained on */
  readonly input: Shape;
  readonly classes: number;
  readonly normalization: Normalization;
  /** what in the file does not fit the family, where no tensor alone says it */
  readonly problems: readonly string[];
}

/** All steps of a plan in their order, those within blocks too. */
export function stepsOf({ stages, head }: Pick<NetworkPlan, 'stages' | 'head'>): Step[] {
  const flat = (steps: readonly Step[]): Step[] =>
    steps.flatMap((step) => (step.kind === 'residual' ? [...flat(step.before), ...flat(step.branch), ...flat(step.shortcut), ...flat(step.after)] : [step]));
  return flat([...stages.flatMap(({ transition, blocks }) => [...transition, ...blocks]), ...head]);
}

/** The tensors that a step has in a file, by name. */
export function tensorsOf(step: Step): [name: string, shape: Shape][] {
  switch (step.kind) {
    case 'convolution':
      return [[`${step.name}.weight`, [step.outputs, step.inputs, step.size, step.size]], ...(step.bias ? [[`${step.name}.bias`, [step.outputs]] as [string, Shape]] : [])];
    case 'norm':
      return ['weight', 'bias', 'running_mean', 'running_var'].map((part) => [`${step.name}.${part}`, [step.channels]]);
    case 'dense':
      return [[`${step.name}.weight`, [step.outputs, step.inputs]], [`${step.name}.bias`, [step.outputs]]];
    default:
      return [];
  }
}
