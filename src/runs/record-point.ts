import type { Dataset } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { evaluate } from '../measuring/evaluate';
import { measureAll } from '../measuring/measure-all';
import type { Protocol } from '../measuring/protocol';
import type { StepReport, Trainer } from '../training/trainer';
import { imagesOf, subjectOf } from './measure-run';
import type { RecordedPoint, Tally } from './records';
import type { Run } from './run';

/** What is recorded of a training after a step. @param protocols all that there are: those `at` a record that the run asks for are measured */
export async function recordPoint(
  engine: Engine,
  run: Run,
  trainer: Trainer,
  { step, epoch }: StepReport,
  tally: Tally,
  data: Dataset,
  protocols: readonly Protocol[],
): Promise<RecordedPoint> {
  const values = trainer.snapshot();
  try {
    const test = evaluate(engine, trainer.network, values, data.test, data);
    const asked = protocols.filter(({ name, at }) => at === 'record' && run.measurements.some((each) => each === name));
    const said: Partial<Pick<RecordedPoint, 'earlyReadout' | 'gradientRatio'>>[] = [];
    for (const { on, measures } of asked) {
      for (const images of on) {
        const measured = await measureAll(subjectOf(engine, run, { network: trainer.network, ...values }, data, imagesOf(data, run, images)), measures);
        said.push(...measures.map((measure) => recorded(measure.name, measured.rows(measure), measured.settings(measure))));
      }
    }
    return Object.assign(
      { step, epoch, trainLoss: tally.loss / tally.batches, trainAccuracy: tally.accuracy / tally.batches, testLoss: test.loss, testAccuracy: test.accuracy },
      ...said,
    ) as RecordedPoint;
  } finally {
    values.dispose();
  }
}

/** The form in which a point keeps what measures of these names say. */
function recorded(name: string, rows: readonly object[], { trainingImages }: Readonly<Record<string, unknown>>): Partial<Pick<RecordedPoint, 'earlyReadout' | 'gradientRatio'>> {
  const column = (of: string): number[] => rows.map((row) => (row as Readonly<Record<string, number>>)[of]!);
  if (name === 'gradientRatio') return { gradientRatio: column('ratio')[0]! };
  if (name !== 'earlyReadout') throw new Error(`A point of a learning curve has no place for the measure "${name}".`);
  return {
    earlyReadout: { stage: column('stage')[0]!, ...(typeof trainingImages === 'number' && { trainingImages }), accuracy: column('accuracy'), loss: column('loss'), entropy: column('entropy') },
  };
}
