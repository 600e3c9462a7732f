import { z } from 'zod';

const count = z.int().positive();
/** Far beyond any network of the papers, so that a slip is refused before it fills the memory. */
const [channels, stride, MOST_BLOCKS] = [count.max(65_536), count.max(1_024), 10_000];

/** Normalizations of the residual function F and the head, in the order in which tables and figures list them; batch is the papers'. */
export const NORMALIZATIONS = ['batch', 'group', 'none'] as const;
export type Normalization = (typeof NORMALIZATIONS)[number];

/** What changes shape at the start of a stage; the blocks after it keep it. */
export const transitionSchema = z.discriminatedUnion('kind', [
  /** 3×3 convolution: the stem of every network */
  z.strictObject({ kind: z.literal('convolution'), channels, stride: stride.default(1) }),
  /** pre-activation residual block whose shortcut is a 1×1 convolution (JAB18, ResNet-110) */
  z.strictObject({ kind: z.literal('residual'), channels, stride: stride.default(2) }),
  /** average pooling (JAB18, avg-pooling network) */
  z.strictObject({ kind: z.literal('averagePool'), size: count.default(2) }),
]);

/** Blocks of a stage that share their convolutions (JAB18 section 4). */
export const sharingSchema = z.strictObject({
  /** blocks at the front of the stage that keep parameters of their own; all later ones are one block applied again and again */
  unsharedBlocks: z.int().nonnegative(),
  /** parts of the batch normalization that every step of the shared block has for itself; all false: naive sharing */
  unshared: z.strictObject({ statistics: z.boolean(), scale: z.boolean(), shift: z.boolean() }),
  /** initial γ of the steps' own scales (JAB18: 0.1) */
  initialScale: z.number().positive().default(0.1),
});

export const stageSchema = z.strictObject({
  transition: transitionSchema,
  /** number T of shape-preserving residual blocks after the transition */
  blocks: z.int().nonnegative(),
  sharing: sharingSchema.optional(),
});

/** A pre-activation residual network: stages of a transition and T equal blocks, then a head. */
export const networkSchema = z
  .strictObject({
    /** [height, width, channels] of an image */
    input: z.tuple([count, count, count]),
    classes: z.int().min(2),
    /** in every residual function and in the head */
    normalization: z.enum(NORMALIZATIONS).default('batch'),
    /** groups of group normalization; must divide every stage's channels */
    groups: count.default(4),
    /** whether convolutions have a bias, as those of JAB18 do (derived from its parameter counts) */
    convolutionBias: z.boolean().default(true),
    /** factor on the initial kernel of every F's last convolution; below 1 lets networks without normalization train (ours) */
    initialResidualScale: z.number().positive().default(1),
    stages: z.array(stageSchema).min(1),
    /** side of the head's average-pooling windows, or the whole map */
    headPool: z.union([count, z.literal('global')]).default('global'),
  })
  .superRefine((network, context) => {
    const refuse = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message });
    let [height, width, channels] = network.input;
    network.stages.forEach(({ transition, blocks, sharing }, s) => {
      if (s === 0 && transition.kind !== 'convolution') refuse(['stages', s, 'transition'], 'the first stage must begin with a convolution');
      if (transition.kind === 'averagePool') {
        const { size } = transition;
        if (size > Math.min(height, width)) refuse(['stages', s, 'transition', 'size'], `windows of ${size} × ${size} do not fit a map of ${height} × ${width}`);
        [height, width] = [Math.floor(height / size), Math.floor(width / size)];
      } else {
        channels = transition.channels;
        [height, width] = [Math.ceil(height / transition.stride), Math.ceil(width / transition.stride)];
      }
      if (network.normalization === 'group' && channels % network.groups !== 0) {
        refuse(['groups'], `${network.groups} groups do not divide the ${channels} channels of stage ${s + 1}`);
      }
      if (sharing && sharing.unsharedBlocks >= blocks) {
        refuse(['stages', s, 'sharing'], `no block is left to share: ${sharing.unsharedBlocks} of ${blocks} are unshared`);
      }
    });
    const total = network.stages.reduce((sum, { blocks }) => sum + blocks, network.stages.length);
    if (total > MOST_BLOCKS) refuse(['stages'], `${total} transitions and blocks are more than the ${MOST_BLOCKS} that are built`);
    if (network.stages.length > 0 && network.stages.every(({ blocks }) => blocks === 0)) refuse(['stages'], 'at least one stage needs a block');
    const { headPool } = network;
    if (headPool !== 'global' && headPool > Math.min(height, width)) {
      refuse(['headPool'], `windows of ${headPool} × ${headPool} do not fit the last map of ${height} × ${width}`);
    }
  });

export type NetworkDefinition = z.output<typeof networkSchema>;
export type StageDefinition = z.output<typeof stageSchema>;

/** A definition before defaults are filled in. */
export type NetworkInput = z.input<typeof networkSchema>;
