import type { NetworkInput } from '../networks/definition';

/** What tells one small network from another. */
export interface SmallNetwork {
  /** [height, width, channels] of an image */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  /** of every stage */
  readonly channels: readonly number[];
  /** iterated blocks of every stage */
  readonly blocks: number;
  /** of the first convolution; every later stage halves the map */
  readonly stride: number;
}

/**
 * A pre-activation ResNet of T blocks a stage, small enough to be trained many times on a few cores (ours: the text of LPK24
 * that we have gives no architecture).
 */
export function smallNetwork({ input, classes, channels, blocks, stride }: SmallNetwork): NetworkInput {
  return {
    input: [...input],
    classes,
    convolutionBias: false, // batch norm after it would undo it
    initialResidualScale: 0.3, // lets networks without batch norm learn in few steps
    stages: channels.map((width, s) => ({
      transition: s === 0 ? { kind: 'convolution', channels: width, stride } : { kind: 'residual', channels: width, stride: 2 },
      blocks,
    })),
  };
}
