import { z } from 'zod';
import { take, type Dataset, type ImageSet } from '../data/dataset';
import { generator } from '../data/random';
import { TASK_FACTS } from '../data/task';
import type { Engine } from '../engine/engine';
import { ResidualNetwork } from '../networks/residual-network';
import { PROTOCOLS } from '../ideas/protocols';
import { measureRun } from '../runs/measure-run';
import { canonicalJson, type Run } from '../runs/run';
import { evaluate } from '../measuring/evaluate';
import { multiplyAdds } from '../training/multiply-adds';
import { Trainer, type TrainedNetwork } from '../training/trainer';

const seconds = z.number().nonnegative();

/** What a kind of run costs on a machine, in seconds of a process of one thread, as many processes at a time as train. */
export const rateSchema = z.strictObject({
  /** until the first training step is done */
  start: seconds,
  /** a training step */
  step: seconds,
  /** a test image at a point of the learning curve */
  evaluation: seconds,
  /** the measurements at the end, whatever the number of images */
  beforeMeasuring: seconds,
  /** a test image in them */
  measuring: seconds,
});

export type Rate = Readonly<z.output<typeof rateSchema>>;

/** Equal for runs that cost alike: of one network, batch and constraint, that measure the same. */
export function kindOf({ task, network, training: { batchSize, lipschitz, augmentation }, measurements }: Run): string {
  // What the steps of a shared block have for themselves changes little.
  const stages = network.stages.map(({ sharing, ...stage }) => ({ ...stage, unsharedBlocks: sharing?.unsharedBlocks ?? null }));
  return canonicalJson({ network: { ...network, stages }, batchSize, constrained: lipschitz !== null, augmentation, measurements, labels: TASK_FACTS[task].labelsPerImage });
}

/** Multiply-adds that one core does in about two seconds. */
const PATIENCE = 2e10;
/** At most so long and at least so often are steps timed. */
const STEPS = { seconds: 0.5, atLeast: 2 };

/**
 * Times the start, a few training steps, an evaluation and the measurements of a run on random images. Networks of which a step
 * would take seconds are timed with fewer images, and their times scaled.
 */
export async function measureRate(engine: Engine, run: Run): Promise<Rate> {
  const network = new ResidualNetwork(run.network);
  const work = multiplyAdds(network);
  const blocks = run.network.stages.reduce((sum, stage) => sum + stage.blocks, 0);
  const batchSize = Math.round(clamp(PATIENCE / (3 * work), 2, run.training.batchSize));
  const images = Math.round(clamp(PATIENCE / (3 * blocks * work), 2, Math.min(100, run.testImages)));
  const data = randomData(run, Math.max(batchSize, images), images);

  const began = performance.now();
  const trainer = new Trainer(engine, network, data, { ...run.training, batchSize, epochs: 1000, learningRate: { kind: 'constant', rate: 1e-6 } });
  try {
    trainer.advance();
    const start = since(began);
    const first = performance.now();
    let steps = 0;
    while (steps < STEPS.atLeast || since(first) < STEPS.seconds) {
      trainer.advance();
      steps++;
    }
    const step = (since(first) / steps) * (run.training.batchSize / batchSize);
    const trained = trainer.finish();
    try {
      const beforeEvaluation = performance.now();
      evaluate(engine, network, trained, data.test, data);
      const evaluation = since(beforeEvaluation) / images;
      const few = Math.max(1, Math.round(images / 5));
      const [short, long] = [await measuringSeconds(engine, run, trained, data, few), await measuringSeconds(engine, run, trained, data, images)];
      const measuring = Math.max(0, (long - short) / (images - few));
      return { start, step, evaluation, measuring, beforeMeasuring: Math.max(0, short - few * measuring) };
    } finally {
      trained.dispose();
    }
  } finally {
    trainer.dispose();
  }
}

/** Of a run's measurements on the first images only. */
async function measuringSeconds(engine: Engine, run: Run, trained: TrainedNetwork, data: Dataset, images: number): Promise<number> {
  const began = performance.now();
  const part = { ...data, train: take(data.train, images), test: take(data.test, images) };
  await measureRun(engine, { ...run, trainImages: images, testImages: images }, trained, part, PROTOCOLS, () => undefined);
  return since(began);
}

/** Seconds of a whole run at a rate. */
export function runSeconds({ trainImages, testImages, training: { epochs, batchSize }, recordsPerEpoch }: Run, rate: Rate): number {
  const steps = epochs * Math.floor(trainImages / batchSize);
  const points = epochs * recordsPerEpoch;
  return rate.start + steps * rate.step + points * testImages * rate.evaluation + rate.beforeMeasuring + testImages * rate.measuring;
}

/** Noise in the shapes of a run's task. */
function randomData({ task }: Run, trainImages: number, testImages: number): Dataset {
  const { shape, classes, labelsPerImage } = TASK_FACTS[task];
  const set = randomSet(shape, classes, labelsPerImage, Math.max(trainImages, testImages));
  return {
    name: task,
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    mean: shape.map(() => 0.5).slice(0, shape[2]),
    standardDeviation: shape.map(() => 0.3).slice(0, shape[2]),
    train: take(set, trainImages),
    test: take(set, testImages),
    provenance: { source: 'noise, for timing only', sha256: {} },
  };
}

function randomSet(shape: ImageSet['shape'], classes: number, labels: number, size: number): ImageSet {
  const random = generator(0, 'rate');
  const images = Uint8Array.from({ length: size * shape[0] * shape[1] * shape[2] }, () => random.integer(256));
  const named = Uint8Array.from({ length: size * labels }, (_, i) => (Math.floor(i / labels) + (i % labels)) % classes);
  return { images, labels: named, size, shape };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
const since = (start: number): number => (performance.now() - start) / 1000;
