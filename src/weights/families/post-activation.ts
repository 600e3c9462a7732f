import type { NamesAndShapes } from '../names-and-shapes';
import type { PlannedStage, Residual, Step } from '../plan';

/** The names of a convolution and of the normalization behind it. */
export type Pair = readonly [convolution: string, norm: string];

/** Where the parts of a block are found, by the block's name. */
export interface BlockNames {
  /** of the branch, in order */
  readonly branch: (block: string) => Pair[];
  /** of the 1 × 1 convolution in the shortcut */
  readonly shortcut: (block: string) => Pair;
}

/** The convolutions of a block: as many numbered ones as there are, two at least. */
export function numbered(file: NamesAndShapes, name: (i: number) => string): number[] {
  const three = file.hasPart(name(3));
  return three ? [1, 2, 3] : [1, 2];
}

/** A convolution, whose output channels and size are read off the file. */
export function convolutionStep(file: NamesAndShapes, name: string, inputs: number, stride: number, size = file.length(`${name}.weight`, 2)): Extract<Step, { kind: 'convolution' }> {
  return { kind: 'convolution', name, inputs, outputs: file.length(`${name}.weight`, 0), size, stride, bias: file.has(`${name}.bias`) };
}

/**
 * A block h ↦ ReLU(shortcut(h) + F(h)), F of two convolutions (3 × 3) or three (1 × 1, 3 × 3, 1 × 1), each normalized, with ReLUs between
 * them. The stride is that of the first 3 × 3 convolution, as in PyTorch's networks.
 * @param padded whether a shortcut without tensors pads channels, where the shape changes
 */
function block(file: NamesAndShapes, names: BlockNames, name: string, inputs: number, stride: number, padded: boolean): Residual {
  const pairs = names.branch(name);
  const strided = pairs.length === 3 ? 1 : 0;
  let channels = inputs;
  const branch = pairs.flatMap(([convolution, norm], i): Step[] => {
    const step = convolutionStep(file, convolution, channels, i === strided ? stride : 1, pairs.length === 3 && i !== 1 ? 1 : 3);
    channels = step.outputs || file.length(`${norm}.weight`, 0);
    const normalized: Step[] = [{ ...step, outputs: channels }, { kind: 'norm', name: norm, channels }];
    return i < pairs.length - 1 ? [...normalized, { kind: 'relu' }] : normalized;
  });
  return { kind: 'residual', before: [], branch, shortcut: shortcut(file, names.shortcut(name), inputs, channels, stride, padded), shortcutFrom: 'input', after: [{ kind: 'relu' }] };
}

function shortcut(file: NamesAndShapes, [convolution, norm]: Pair, inputs: number, outputs: number, stride: number, padded: boolean): Step[] {
  const changes = inputs !== outputs || stride > 1;
  if (file.hasPart(convolution) || (changes && !padded)) {
    return [{ kind: 'convolution', name: convolution, inputs, outputs, size: 1, stride, bias: file.has(`${convolution}.bias`) }, { kind: 'norm', name: norm, channels: outputs }];
  }
  return changes ? [{ kind: 'padding', inputs, outputs, stride }] : [];
}

/** What a stage of blocks needs to be read. */
export interface StageReading {
  readonly file: NamesAndShapes;
  readonly names: BlockNames;
  /** the stage's name, whose numbered parts are its blocks */
  readonly stage: string;
  readonly inputs: number;
  readonly stride: number;
  readonly padded: boolean;
  /** what leads into the first stage */
  readonly stem: readonly Step[];
}

/** A stage, and the channels of its states. Its first block is a transition where it changes the shape or has a shortcut of its own. */
export function postActivationStage({ file, names, stage, inputs, stride, padded, stem }: StageReading): { readonly stage: PlannedStage; readonly channels: number } {
  let channels = inputs;
  const blocks = Array.from({ length: file.count(stage) }, (_, b) => {
    const made = block(file, names, `${stage}.${b}`, channels, b === 0 ? stride : 1, padded);
    const last = made.branch[made.branch.length - 1]!;
    channels = last.kind === 'norm' ? last.channels : channels;
    return made;
  });
  return { stage: divided(stem, blocks), channels };
}

/** The blocks of a stage behind what leads into it: the first belongs to the latter where its shortcut is not the identity. */
export function divided(stem: readonly Step[], [first, ...rest]: readonly Residual[]): PlannedStage {
  if (!first) return { transition: stem, blocks: [] };
  return first.shortcut.length > 0 ? { transition: [...stem, first], blocks: rest } : { transition: stem, blocks: [first, ...rest] };
}
