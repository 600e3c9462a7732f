import { z } from 'zod';
import { RUN_STATUSES } from '../runs/run-store';
import { earlyReadoutFields, gradientRatioFields, stateNormFields } from './network-fields';
import { conditionFields, settingKey, settingLabel } from './condition';
import { tableKind } from '../files/table-kind';

const accuracy = z.number().min(0).max(1);
const count = z.int().positive();
/**
 * An index of a network, or a normalized accuracy. `null`: it does not apply (the Recurrence Index needs two blocks).
 * `NaN`: it was computed and is undefined (the whole network is no better than chance). Never clipped: a curve may
 * fall below chance, an index below 0 or above 1.
 */
const index = z.number().or(z.nan()).nullable();
const run = z.string().min(1);
const number = z.custom<number>((value) => typeof value === 'number', 'must be a number');

const historySchema = z.strictObject({
  run,
  ...conditionFields,
  /** Training steps done. */
  step: count,
  /** Passes over the training set, from 1; may be fractional. */
  epoch: z.number().positive(),
  /** Mean cross-entropy in nats; not finite where a network diverges. */
  trainLoss: number,
  trainAccuracy: accuracy,
  testLoss: number,
  testAccuracy: accuracy,
});

const runSchema = z.strictObject({
  run,
  ...conditionFields,
  /** Trainable parameters as stored. */
  parameters: count,
  /** Participation ratio of the coupled parameters of every stage, plus all others (ours). `null`: not measured. */
  effectiveParameters: z.number().positive().nullable(),
  /** Images from the front of the test set, behind everything that is measured on it. */
  testImages: count,
  trainAccuracy: accuracy,
  testAccuracy: accuracy,
  /** 1 − test accuracy: a fraction here, per cent where it is shown. */
  testError: accuracy,
  /** Accuracy of a chance predictor. */
  chance: accuracy,
  convergenceIndex: index,
  recurrenceIndex: index,
  divergenceIndex: index,
  /** X (ours), the mean over t of the normalised accuracy when block t runs in the place of all blocks of its stage; `null`: not measured. */
  exchangeIndex: index,
  /** Normalised accuracy that is lost when all blocks of a stage are dropped, of the stage that loses least; `null`: not measured. */
  work: index,
  /** J7: ln of the training loss after the scaled extra steps of the last block over that before, on other images than the scale; `null`: not measured. */
  unrolling: index,
  /**
   * Largest bound over the blocks on the Lipschitz constant that F has, normalization included; `null`: not measured.
   */
  lipschitzBound: z.number().nonnegative().nullable(),
  /** Of training and measuring, wall clock. */
  seconds: z.number().nonnegative(),
  /** What computed the run, e.g. `TensorFlow 2.18.1 on the CPU`; its bits may depend on it and on the two that follow. */
  engine: z.string().min(1),
  threads: count,
  oneDNN: z.boolean(),
});

const stageSchema = z.strictObject({
  run,
  ...conditionFields,
  /** From 1. */
  stage: count,
  /** T, the number of residual blocks of the stage. */
  blocks: count,
  convergenceIndex: index,
  recurrenceIndex: index,
  divergenceIndex: index,
});

const curveSchema = z.strictObject({
  run,
  ...conditionFields,
  stage: count,
  /** `early readout`, `late start` or `overrun`. */
  curve: z.string().min(1),
  /** Blocks dropped (early readout: the last k, late start: the first k), or blocks run again (overrun). */
  k: z.int().nonnegative(),
  /** k / T. */
  fraction: z.number().min(0).max(1),
  accuracy,
  /** (A − A₀) / (A(1…T) − A₀), A₀ of a chance predictor. */
  normalizedAccuracy: index,
});

const statusSchema = z.strictObject({
  run,
  ...conditionFields,
  status: z.enum(RUN_STATUSES),
  /** Why it failed, or what it is doing; empty where there is nothing to say. */
  note: z.string(),
});

const blockSchema = z.strictObject({
  run,
  ...conditionFields,
  set: z.enum(['test', 'training']),
  /** Images from the front of the set. */
  images: count,
  stage: count,
  /** Within the stage, from 1. */
  block: count,
  /** Through the whole network, from 1. */
  depth: count,
  /** J2, over the images for which it is defined, `directed` of them; NaN: none. */
  cosineLoss: number,
  directed: z.int().nonnegative(),
  /** J3 */
  l2Ratio: number,
  /** Accuracy of a chance predictor. */
  chance: accuracy,
  /** Accuracy on these images of the whole network, and with this block alone dropped (J4). */
  accuracy,
  accuracyWithout: accuracy,
  /** Accuracy that the block brings: that of the whole network minus that without it. */
  drop: z.number(),
  /** J1: mean size of the first-order term, and of what it misses of the true change of the loss. */
  taylorTerm: number,
  taylorRemainder: number,
});

const flipCountSchema = z.strictObject({
  run,
  ...conditionFields,
  images: count,
  stage: count,
  block: count,
  /** Test images that become right when this block alone is dropped, and that become wrong. */
  toRight: z.int().nonnegative(),
  toWrong: z.int().nonnegative(),
});

const readoutSchema = z.strictObject({
  run,
  ...conditionFields,
  /** Of the last stage, from 1; the classifier reads out the state behind it (J6). */
  block: count,
  /** Borderline under the whole network, or behind the first block that is read out. */
  group: z.enum(['borderline', 'borderline at first', 'already correct', 'all']),
  /** Of the group. */
  images: z.int().nonnegative(),
  accuracy: number,
  loss: number,
  entropy: number,
});

const stateNormSchema = z.strictObject({ run, ...conditionFields, ...stateNormFields });
const gradientRatioSchema = z.strictObject({ run, ...conditionFields, ...gradientRatioFields });
const earlyReadoutSchema = z.strictObject({ run, ...conditionFields, ...earlyReadoutFields });

export type StatusRow = z.infer<typeof statusSchema>;
export type BlockRow = z.infer<typeof blockSchema>;
export type FlipCountRow = z.infer<typeof flipCountSchema>;
export type ReadoutRow = z.infer<typeof readoutSchema>;
export type RunStateNormRow = z.infer<typeof stateNormSchema>;
export type RunGradientRatioRow = z.infer<typeof gradientRatioSchema>;
export type RunEarlyReadoutRow = z.infer<typeof earlyReadoutSchema>;
export type HistoryRow = z.infer<typeof historySchema>;
export type RunRow = z.infer<typeof runSchema>;
export type StageRow = z.infer<typeof stageSchema>;
export type CurveRow = z.infer<typeof curveSchema>;

/** One row for each network and evaluation during training. */
export const history = tableKind('history', historySchema);

/**
 * One row for each trained network. Two networks of the same setting and seed are refused: they would count twice.
 */
export const runs = tableKind('runs', runSchema, (rows) => {
  const seen = new Map<string, RunRow>();
  for (const row of rows) {
    if (Math.abs(row.testError - (1 - row.testAccuracy)) > 1e-6) {
      return `run ${row.run} has the test error ${row.testError} beside the accuracy ${row.testAccuracy}; write it as the fraction 1 − accuracy`;
    }
    const key = `${settingKey(row)} ${row.seed}`;
    const twin = seen.get(key);
    if (twin) {
      return `runs ${twin.run} and ${row.run} are both ${row.task}, ${settingLabel(row)}, seed ${row.seed}; keep one of them`;
    }
    seen.set(key, row);
  }
  return undefined;
});

/** One row for each stage of each trained network. */
export const stages = tableKind('stages', stageSchema);

/** One row for each point of each curve of each stage of each trained network. */
export const curves = tableKind('curves', curveSchema);

/** One row for each network, trained or not. */
export const statuses = tableKind('status', statusSchema);

/** One row for each block of each network and set of images. */
export const blocks = tableKind('blocks', blockSchema);

/** One row for each block of each network: how many test images its drop flips. */
export const flipCounts = tableKind('flip counts', flipCountSchema);

/** One row for each network, each of its last blocks and each group of test images. */
export const readouts = tableKind('readouts', readoutSchema);

/** One row for each state of each network, before the first step. A `state norms` table too. */
export const stateNorms = tableKind('state norms of runs', stateNormSchema);

/** One row for each network and recorded point. A `gradient ratios` table too. */
export const gradientRatios = tableKind('gradient ratios of runs', gradientRatioSchema);

/** One row for each network, recorded point and block of the last stage. An `early readout history` table too. */
export const earlyReadouts = tableKind('early readouts of runs', earlyReadoutSchema);
