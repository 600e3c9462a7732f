import { z } from 'zod';
import { CURVE_NAMES } from '../indices/curves';
import { conditionFields, settingKey, settingLabel } from './condition';
import { tableKind } from './table-kind';

const accuracy = z.number().min(0).max(1);
const count = z.int().positive();
const seconds = z.number().nonnegative();
/**
 * An index of a network, or a normalized accuracy. `null`: it does not apply (the Recurrence Index needs two blocks).
 * `NaN`: it was computed and is undefined (the whole network is no better than chance). Never clipped: a curve may
 * fall below chance, an index below 0 or above 1.
 */
const index = z.number().or(z.nan()).nullable();
const run = z.string().min(1);

const historySchema = z.strictObject({
  run,
  ...conditionFields,
  /** Passes over the training set, from 1; may be fractional. */
  epoch: z.number().positive(),
  /** Mean cross-entropy in nats. */
  trainLoss: z.number(),
  trainAccuracy: accuracy,
  testLoss: z.number(),
  testAccuracy: accuracy,
  /** Since the start of training. */
  seconds,
});

const runSchema = z.strictObject({
  run,
  ...conditionFields,
  /** Trainable parameters as stored. */
  parameters: count,
  /** Participation ratio of the coupled parameters of every stage, plus all others (ours). */
  effectiveParameters: z.number().positive(),
  trainAccuracy: accuracy,
  testAccuracy: accuracy,
  /** 1 − test accuracy: a fraction here, per cent where it is shown. */
  testError: accuracy,
  convergenceIndex: index,
  recurrenceIndex: index,
  divergenceIndex: index,
  /**
   * Largest bound over the blocks on the Lipschitz constant that F has, normalization included; `null`: not measured.
   */
  lipschitzBound: z.number().nonnegative().nullable(),
  seconds,
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
  curve: z.enum(CURVE_NAMES),
  /** Blocks dropped (early readout: the last k, late start: the first k), or blocks run again (overrun). */
  k: z.int().nonnegative(),
  /** k / T. */
  fraction: z.number().min(0).max(1),
  accuracy,
  /** (A − A₀) / (A(1…T) − A₀), A₀ of a chance predictor. */
  normalizedAccuracy: index,
});

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
