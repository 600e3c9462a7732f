import type { Normalization } from '../../data/dataset';
import type { NamesAndShapes } from '../names-and-shapes';
import type { NetworkPlan } from '../plan';

/** What names and shapes cannot tell of a network, where it is another than its family's. */
export interface Choice {
  /** of the stem, then of every stage */
  readonly strides?: readonly number[] | undefined;
  /** whether a max pool of 3 × 3, stride 2, follows the stem */
  readonly maxPool?: boolean | undefined;
  /** of pre-activation blocks: whether a convolution in the shortcut takes the block's input or its first activation */
  readonly shortcutFrom?: 'input' | 'activation' | undefined;
  /** what makes inputs of pixels */
  readonly normalization?: Normalization | undefined;
}

/** Networks that share names of tensors and an order of computation. */
export interface Family {
  /** as `--architecture` has it */
  readonly name: string;
  /** the names by which its files are known, and what is taken for granted where they do not tell */
  readonly expects: string;
  /** The network that a file has if it is of this family; made of what is there, for {@link differences} to say what is not. */
  read(file: NamesAndShapes, choice: Choice): NetworkPlan;
}

/** The stride of the stem or of a stage, as chosen or as the family has it. */
export function strideOf(place: number, usual: number, { strides }: Choice): number {
  return strides?.[place] ?? usual;
}
