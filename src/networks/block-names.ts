/** Where in a network a tensor with such a name belongs, and which part of its block it is. */
export interface BlockPlace {
  readonly stage: number;
  readonly block: number;
  /** e.g. `conv1.kernel` */
  readonly part: string;
}

/** How the names of a network's tensors tell stage, block and part: a pattern with groups of these names. */
export type BlockNames = RegExp;

/** The project's names: `stage1.block1.conv1.kernel`. */
export const PROJECT_BLOCKS: BlockNames = /^stage(?<stage>\d+)\.block(?<block>\d+)\.(?<part>.+)$/;

/** Names of PyTorch's usual ResNets, blocks from 0: `layer1.0.conv1.weight`. */
export const PYTORCH_BLOCKS: BlockNames = /^layer(?<stage>\d+)\.(?<block>\d+)\.(?<part>.+)$/;

/** The place that a name tells; undefined for a tensor outside blocks. */
export function placeOf(name: string, names: BlockNames): BlockPlace | undefined {
  const { stage, block, part } = names.exec(name)?.groups ?? {};
  return stage === undefined || block === undefined || part === undefined ? undefined : { stage: Number(stage), block: Number(block), part };
}
