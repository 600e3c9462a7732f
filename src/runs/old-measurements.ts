import { z } from 'zod';
import { anyNumber } from '../files/json-numbers';
import { entryOf, type Entry } from '../measuring/entry';

const count = z.int().positive();
const whole = z.int().nonnegative();
const fraction = z.number().min(0).max(1);
const evaluation = z.strictObject({ images: count, loss: anyNumber, accuracy: fraction });
const curve = z.strictObject({ accuracy: z.array(fraction).readonly(), normalizedAccuracy: z.array(anyNumber).readonly() });
const indices = { convergenceIndex: anyNumber, recurrenceIndex: anyNumber, divergenceIndex: anyNumber };

/** What runs stored before measures were stored as entries: read, and never written any more. */
export const oldMeasurementsSchema = z.strictObject({
  parameters: count,
  effectiveParameters: z.number().positive(),
  lipschitz: z.array(z.strictObject({ stage: count, block: count, spectralNorms: z.tuple([anyNumber, anyNumber]).readonly(), bound: anyNumber.nullable() })).readonly(),
  train: evaluation,
  test: evaluation,
  indices: z
    .strictObject({
      ...indices,
      chance: fraction,
      stages: z.array(z.strictObject({ stage: count, blocks: count, ...indices, curves: z.strictObject({ 'early readout': curve, 'late start': curve, overrun: curve }) })).readonly(),
    })
    .optional(),
  images: z
    .strictObject({
      images: count,
      blocks: z.array(z.strictObject({ stage: count, block: count, toRight: whole, toWrong: whole })),
      readouts: z.array(
        z.strictObject({ block: count, group: z.enum(['borderline', 'already correct', 'all']), images: whole, accuracy: anyNumber, loss: anyNumber, entropy: anyNumber }),
      ),
    })
    .optional(),
  blocks: z
    .array(
      z.strictObject({
        set: z.enum(['test', 'training']),
        images: count,
        accuracy: fraction,
        blocks: z.array(
          z.strictObject({
            stage: count, block: count, cosineLoss: anyNumber, directed: whole, l2Ratio: anyNumber, accuracyWithout: fraction, taylorTerm: anyNumber, taylorRemainder: anyNumber,
          }),
        ),
      }),
    )
    .optional(),
  sensitivity: z
    .strictObject({
      images: count,
      randomBlocks: z.strictObject({ draws: count, convergenceIndex: anyNumber, recurrenceIndex: anyNumber }),
      reestimated: z.strictObject({ trainingImages: count, ...indices }).nullable(),
    })
    .optional(),
  normsAtInitialization: z
    .array(z.strictObject({ stage: count, block: whole, state: count, activationNorm: anyNumber, gradientNorm: anyNumber }))
    .readonly()
    .optional(),
});

export type OldMeasurements = z.output<typeof oldMeasurementsSchema>;

/** Of old files: curves and drops were measured with stored statistics of batch normalization only. */
const STORED = 'under stored statistics';

/** The same as entries, in the rows of the measures of today where these have the same columns. */
export function entriesOfOld(old: OldMeasurements): Entry[] {
  const { train, test, indices: ofCurves, images, blocks = [], sensitivity, normsAtInitialization } = old;
  const onTest = { at: 'end', images: 'test', n: test.images } as const;
  const evaluated = ({ images: n, loss, accuracy }: OldMeasurements['test'], on: 'test' | 'training'): Entry => entryOf('evaluation', { at: 'end', images: on, n }, [{ loss, accuracy }]);
  const curveNames = ['early readout', 'late start', 'overrun'] as const;
  const curves = ofCurves?.stages.flatMap(({ stage, curves: own }) =>
    curveNames.flatMap((name) => own[name].accuracy.map((accuracy, k) => ({ stage, curve: name, k, accuracy, normalizedAccuracy: own[name].normalizedAccuracy[k]! }))),
  );
  return [
    entryOf('parameters', onTest, [{ parameters: old.parameters }]),
    entryOf('effective parameters', onTest, [{ effectiveParameters: old.effectiveParameters }]),
    entryOf('lipschitz bounds', onTest, old.lipschitz.map(({ stage, block, spectralNorms: [firstNorm, secondNorm], bound }) => ({ stage, block, firstNorm, secondNorm, bound: bound ?? Number.NaN }))),
    evaluated(train, 'training'),
    evaluated(test, 'test'),
    ...(curves
      ? [
          entryOf(`curves ${STORED}`, onTest, curves, { chance: ofCurves!.chance }),
          entryOf(`indices of stages ${STORED}`, onTest, ofCurves!.stages.map(({ stage, ...own }) => ({ stage, ...ofIndices(own) }))),
          entryOf(`indices ${STORED}`, onTest, [ofIndices(ofCurves!)]),
        ]
      : []),
    ...(images
      ? [
          entryOf(`flips ${STORED}`, { ...onTest, n: images.images }, images.blocks),
          entryOf(`borderlineExamples ${STORED}`, { ...onTest, n: images.images }, images.readouts),
        ]
      : []),
    ...blocks.flatMap(({ set, images: n, accuracy, blocks: each }) => {
      const place = { at: 'end', images: set, n } as const;
      const keys = each.map(({ stage, block }, i) => ({ stage, block, depth: i + 1 }));
      return [
        entryOf('cosineLoss', place, each.map(({ cosineLoss, directed }, i) => ({ ...keys[i]!, images: directed, cosineLoss }))),
        entryOf('l2Ratio', place, each.map(({ l2Ratio }, i) => ({ ...keys[i]!, images: n, l2Ratio }))),
        entryOf('taylorTerm', place, each.map(({ taylorTerm: size, taylorRemainder: missed }, i) => ({ ...keys[i]!, gradient: 'before the block', size, missed }))),
        entryOf(`blockDrop ${STORED}`, place, each.map(({ stage, block, accuracyWithout }) => ({ stage, block, accuracy: accuracyWithout, drop: accuracy - accuracyWithout, whole: accuracy }))),
      ];
    }),
    ...(sensitivity
      ? [
          entryOf('indices by random blocks', { ...onTest, n: sensitivity.images }, [
            { convergenceIndex: sensitivity.randomBlocks.convergenceIndex, recurrenceIndex: sensitivity.randomBlocks.recurrenceIndex },
          ], { draws: sensitivity.randomBlocks.draws }),
        ]
      : []),
    ...(sensitivity?.reestimated ? [entryOf('indices estimated anew on few images', { ...onTest, n: sensitivity.images }, [ofIndices(sensitivity.reestimated)], { trainingImages: sensitivity.reestimated.trainingImages })] : []),
    ...(normsAtInitialization ? [entryOf('stateNorms', { at: 'start', images: 'batch', n: 1 }, normsAtInitialization)] : []),
  ];
}

const ofIndices = ({ convergenceIndex, recurrenceIndex, divergenceIndex }: Record<keyof typeof indices, number>) => ({ convergenceIndex, recurrenceIndex, divergenceIndex });
