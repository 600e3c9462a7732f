import { z } from 'zod';
import { take, type Dataset, type ImageSet } from '../data/dataset';
import { generator } from '../data/random';
import { TASK_FACTS } from '../data/task';
import type { Engine } from '../engine/engine';
import { definedNetwork } from '../networks/defined-network';
import { isOwn } from '../networks/network';
import { PROTOCOLS } from '../ideas/protocols';
import type { Protocol } from '../measuring/protocol';
import { measureRun, STATISTICS_IMAGES } from '../runs/measure-run';
import { recordPoint } from '../runs/record-point';
import { EMPTY_TALLY, tallied } from '../runs/records';
import { canonicalJson, type Run } from '../runs/run';
import { multiplyAdds } from '../training/multiply-adds';
import { Trainer } from '../training/trainer';

const seconds = z.number().nonnegative();

/** Of what runs on test images, under statistics of batch normalization estimated anew on training images. */
const costSchema = z.strictObject({
  /** whatever the number of images */
  before: seconds,
  /** a test image */
  image: seconds,
  /** a training image that statistics are estimated on */
  trainingImage: seconds,
});
type Cost = Readonly<z.output<typeof costSchema>>;

/** What a kind of run costs on a machine, in seconds of a process of one thread, as many processes at a time as train. */
export const rateSchema = z.strictObject({
  /** until the first training step is done */
  start: seconds,
  /** a training step */
  step: seconds,
  /** a point of the learning curve */
  point: costSchema,
  /** the measurements at the end on all test images */
  measuring: costSchema,
  /** those on the first images alone */
  measuringFirst: costSchema,
});

export type Rate = Readonly<z.output<typeof rateSchema>>;

/** Equal for runs that cost alike: of one network, batch and constraint, that measure the same. */
export function kindOf({ task, network, training: { batchSize, lipschitz, augmentation }, measurements }: Run): string {
  // What the steps of a shared block have for themselves changes little.
  const stages = isOwn(network) ? network.stages : network.stages.map(({ sharing, ...stage }) => ({ ...stage, unsharedBlocks: sharing?.unsharedBlocks ?? null }));
  return canonicalJson({ network: { ...network, stages }, batchSize, constrained: lipschitz !== null, augmentation, measurements, labels: TASK_FACTS[task].labelsPerImage });
}

/** Multiply-adds that one core does in about two seconds. */
const PATIENCE = 2e10;
/** The protocols that measure the first images alone, whatever their number in all, and how many images these are. */
const measuredAtEnds = PROTOCOLS.filter(({ at }) => at !== 'record');
const onFirst = measuredAtEnds.filter(({ on }) => on.every(({ first }) => first !== 'all'));
const onAll = measuredAtEnds.filter((protocol) => !onFirst.includes(protocol));
const FIRST = Math.max(...onFirst.flatMap(({ on }) => on.map(({ first }) => Number(first))));
/** At most so long and at least so often are steps timed. */
const STEPS = { seconds: 0.5, atLeast: 2 };

/**
 * Times the start, a few training steps, a point of the learning curve and the measurements of a run on random images. Networks of which
 * a step would take seconds are timed with fewer images, and their times scaled.
 */
export async function measureRate(engine: Engine, run: Run): Promise<Rate> {
  const network = definedNetwork(run.network);
  const work = multiplyAdds(network);
  const blocks = run.network.stages.map((stage) => stage.blocks).reduce((sum, each) => sum + each, 0);
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
    const report = trainer.advance();
    const point = await costOf(images, data, (part) => recordPoint(engine, run, trainer, report, tallied(EMPTY_TALLY, report), part, PROTOCOLS));
    const trained = trainer.finish();
    try {
      const measuring = async (protocols: readonly Protocol[]): Promise<Cost> => {
        const measurements = run.measurements.filter((asked) => protocols.some(({ name }) => name === asked));
        if (!protocols.some(({ name, always = false }) => always || run.measurements.some((asked) => asked === name))) return { before: 0, image: 0, trainingImage: 0 };
        return costOf(images, data, (part) => measureRun(engine, { ...run, measurements }, trained, part, firstOf(protocols, part.test.size), () => undefined));
      };
      return { start, step, point, measuring: await measuring(onAll), measuringFirst: await measuring(onFirst) };
    } finally {
      trained.dispose();
    }
  } finally {
    trainer.dispose();
  }
}

/** Protocols that measure at most so many images. */
function firstOf(protocols: readonly Protocol[], images: number): Protocol[] {
  return protocols.map((protocol) => ({ ...protocol, on: protocol.on.map(({ first, ...on }) => ({ ...on, first: first === 'all' ? first : Math.min(first, images) })) }));
}

/** Of work on few images, on few after statistics of more, and on as many. */
async function costOf(images: number, data: Dataset, work: (part: Dataset) => Promise<unknown>): Promise<Cost> {
  const few = Math.max(1, Math.round(images / 5));
  const timed = async (testImages: number, trainImages: number): Promise<number> => {
    const began = performance.now();
    await work({ ...data, train: take(data.train, trainImages), test: take(data.test, testImages) });
    return since(began);
  };
  await timed(few, few); // what is made once for all runs of a process
  const [short, statistics, long] = [await timed(few, few), await timed(few, images), await timed(images, images)];
  const slope = (from: number, to: number): number => Math.max(0, (to - from) / (images - few));
  const [image, trainingImage] = [slope(statistics, long), slope(short, statistics)];
  return { before: Math.max(0, short - few * (image + trainingImage)), image, trainingImage };
}

/** Seconds of a whole run at a rate. */
export function runSeconds({ trainImages, testImages, training: { epochs, batchSize }, recordsPerEpoch }: Run, { start, step, point, measuring, measuringFirst }: Rate): number {
  const steps = epochs * Math.floor(trainImages / batchSize);
  const points = epochs * recordsPerEpoch;
  const total = ({ before, image, trainingImage }: Cost, images: number): number => before + images * image + Math.min(trainImages, STATISTICS_IMAGES) * trainingImage;
  return start + steps * step + points * total(point, testImages) + total(measuring, testImages) + total(measuringFirst, Math.min(testImages, FIRST));
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
