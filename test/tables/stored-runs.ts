import { parseRun, runHash, type RunInput } from '../../src/runs/run';
import { entriesOfOld, type OldMeasurements } from '../../src/runs/old-measurements';
import type { RecordedPoint } from '../../src/runs/records';
import type { StoredRun } from '../../src/runs/run-store';

/** What a made-up run differs in from others. */
export interface MadeUp {
  readonly experiment?: string;
  readonly task?: RunInput['task'];
  readonly variant?: string;
  readonly normalization?: 'batch' | 'group' | 'none';
  readonly coupling?: number;
  readonly lipschitz?: number | null;
  readonly seed?: number;
  readonly epochs?: number;
  /** what is measured, where it is not as `madeUpMeasurements` has it */
  readonly measured?: Partial<OldMeasurements>;
  readonly records?: readonly RecordedPoint[];
}

/** A run as a store has it, without a network: two stages of two blocks. Its numbers are made up. */
export function storedRun({ experiment = 'made up', task = 'mnist', variant = 'standard', normalization = 'batch', coupling = 0, lipschitz = null, seed = 1, epochs = 2, measured, records }: MadeUp = {}): StoredRun {
  const run = parseRun({
    format: 1,
    experiment,
    preset: 'smoke',
    task,
    variant,
    trainImages: 96,
    testImages: 40,
    recordsPerEpoch: 1,
    measurements: [],
    network: {
      input: task === 'mnist' ? [28, 28, 1] : [32, 32, 3],
      classes: task === 'cifar-100' ? 100 : 10,
      normalization,
      groups: 2,
      stages: [
        { transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 2 },
        { transition: { kind: 'residual', channels: 4 }, blocks: 2 },
      ],
    },
    // Networks that have different labels here are different networks too.
    training: { seed, weightDecay: Buffer.from(`${experiment} ${variant}`).reduce((sum, byte) => sum * 1.01 + byte, 0) / 1e9, epochs, batchSize: 16, learningRate: { kind: 'constant', rate: 0.1 }, coupling, lipschitz },
  });
  const start = {
    at: '2026-11-22T00:00:00.000Z', fromStep: 0, toStep: 12, seconds: 1.5, engine: 'none: made up', device: 'CPU' as const, threads: 1, oneDNN: false,
    tfjs: '0', node: '0', cpu: 'none', commit: null, code: 'none', data: { source: 'none', sha256: {} },
  };
  return {
    hash: runHash(run),
    run,
    status: 'done',
    environment: [{ ...start, toStep: 6, seconds: 1 }, { ...start, fromStep: 6, seconds: 0.5 }],
    records: records ?? [1, 2].map((epoch) => ({ step: 6 * epoch, epoch, trainLoss: 1 / epoch, trainAccuracy: 0.6, testLoss: 1.5 / epoch, testAccuracy: 0.5 })),
    measurements: entriesOfOld({ ...madeUpMeasurements(), ...measured }),
  };
}

/** Curves of two stages of two blocks, the second of which overruns into NaN. */
export function madeUpMeasurements(): OldMeasurements {
  const curve = (...normalized: number[]) => ({ accuracy: normalized.map((n) => Math.max(0, 0.1 + 0.4 * (Number.isNaN(n) ? 0 : n))), normalizedAccuracy: normalized });
  const stage = (number: number, overrun: number) => ({
    stage: number, blocks: 2, convergenceIndex: 0.5, recurrenceIndex: 0.75, divergenceIndex: overrun,
    curves: { 'early readout': curve(1, 0.5, 0), 'late start': curve(1, 0.25, 0), overrun: curve(1, 0.5, 1 - 2 * overrun) },
  });
  return {
    parameters: 1000,
    effectiveParameters: 900.5,
    lipschitz: [{ stage: 1, block: 1, spectralNorms: [1, 2], bound: 3 }, { stage: 1, block: 2, spectralNorms: [1, 1], bound: 0.1 + 0.2 }],
    train: { images: 40, loss: 0.4, accuracy: 0.6 },
    test: { images: 40, loss: 0.7, accuracy: 0.5 },
    indices: { chance: 0.1, convergenceIndex: 0.5, recurrenceIndex: 0.75, divergenceIndex: Number.NaN, stages: [stage(1, 0.4), stage(2, Number.NaN)] },
  };
}
