import { z } from 'zod';
import { augmentationSchema } from '../data/augmentation';
import { learningRateSchema } from './learning-rate';

/** Everything that decides how a network is trained, besides the network and the data. */
export const trainingSchema = z.strictObject({
  seed: z.int(),
  /** 0: the network stays as it starts */
  epochs: z.int().nonnegative(),
  batchSize: z.int().positive().default(128),
  learningRate: learningRateSchema,
  /** of SGD (JAB18: 0.9) */
  momentum: z.number().min(0).lt(1).default(0.9),
  /** added to the gradient as weightDecay · parameter, for every parameter (ours: neither paper's text gives it) */
  weightDecay: z.number().nonnegative().default(1e-4),
  augmentation: augmentationSchema.default({ horizontalFlip: false, translation: 0 }),
  /** λ of soft gradient coupling */
  coupling: z.number().min(0).max(1).default(0),
  /** what coupling mixes into a block's gradient: the mean or the sum over the blocks of its stage */
  couplingBy: z.enum(['mean', 'sum']).default('mean'),
  /** c of the Lipschitz constraint on the kernels of F; null: none */
  lipschitz: z.number().positive().nullable().default(null),
  /** whether the blocks of a stage start from the same values */
  blockStart: z.enum(['same', 'independent']).default('same'),
}).superRefine((settings, context) => {
  const { learningRate, coupling, blockStart } = settings;
  if (learningRate.kind === 'steps') {
    const { rates, until } = learningRate;
    const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['learningRate', 'until'], message });
    if (until.length !== rates.length - 1) refuse(`${rates.length} rates need ${rates.length - 1} epochs at which they change, not ${until.length}`);
    if (until.some((epoch, i) => i > 0 && epoch <= until[i - 1]!)) refuse(`the epochs ${until.join(', ')} do not increase`);
  }
  if (coupling === 1 && blockStart === 'independent') {
    context.addIssue({ code: 'custom', path: ['blockStart'], message: 'blocks that start apart stay apart under full coupling, so it must be "same"' });
  }
});

export type TrainingSettings = z.output<typeof trainingSchema>;
export type TrainingInput = z.input<typeof trainingSchema>;
