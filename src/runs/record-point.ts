import { earlyReadout } from '../ideas/early-readout/measure';
import { gradientNormRatio, stateNorms } from '../ideas/sharing/measure';
import type { Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { measurable, measurableInTraining } from '../networks/measurable-network';
import { evaluate } from '../measuring/evaluate';
import { hasBatchNorm } from '../measuring/programs/has-batch-norm';
import type { StepReport, Trainer } from '../training/trainer';
import type { RecordedPoint, Tally } from './records';
import { firstBatch, statisticsImages } from './measure-run';
import type { Run } from './run';

/** What is recorded of a training after a step. */
export async function recordPoint(engine: Engine, run: Run, trainer: Trainer, { step, epoch }: StepReport, tally: Tally, data: Dataset): Promise<RecordedPoint> {
  const values = trainer.snapshot();
  const network = { network: trainer.network, ...values };
  try {
    const test = evaluate(engine, trainer.network, values, data.test, data);
    return {
      step,
      epoch,
      trainLoss: tally.loss / tally.batches,
      trainAccuracy: tally.accuracy / tally.batches,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
      ...(run.measurements.includes('earlyReadoutHistory') && { earlyReadout: await lastStage(engine, network, data) }),
      ...(run.measurements.includes('gradientRatioHistory') && {
        gradientRatio: gradientNormRatio(stateNorms(engine, measurableInTraining(network), firstBatch(data.train, run.training), data)),
      }),
    };
  } finally {
    values.dispose();
  }
}

/** Early readout as measures at the end have it, under statistics of batch normalization estimated anew: of T + 1 programs alone, whose steps are those of one. */
async function lastStage(engine: Engine, values: Parameters<typeof measurable>[0], data: Dataset): Promise<RecordedPoint['earlyReadout']> {
  const network = measurable(values);
  const training = statisticsImages(data.train);
  const { stage, accuracy, loss, entropy } = await earlyReadout(engine, network, data.test, data, { training });
  return { stage, ...(hasBatchNorm(engine, network, data.test) && { trainingImages: training.size }), accuracy, loss, entropy };
}
