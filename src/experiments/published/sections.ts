import type { ColumnTable } from 'arquero';
import type { EvidenceRow } from '../../claims/evidence';
import { overImages, pairOverImages, type MeasuredNetwork } from '../../claims/over-images';
import type { Question } from '../../claims/question';
import * as dropClaim from '../../ideas/block-drop/claim';
import { blockDrops } from '../../ideas/block-drop/measure';
import * as borderlineClaim from '../../ideas/borderline-examples/claim';
import { borderlineReadouts } from '../../ideas/borderline-examples/measure';
import * as cosineClaim from '../../ideas/cosine-loss/claim';
import { cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from '../../ideas/cosine-loss/measure';
import * as readoutClaim from '../../ideas/early-readout/claim';
import { earlyReadouts } from '../../ideas/early-readout/measure';
import * as ratioClaim from '../../ideas/l2-ratio/claim';
import { l2RatioOfBlocks } from '../../ideas/l2-ratio/measure';
import * as taylorClaim from '../../ideas/taylor-term/claim';
import { taylorTermOfBlocks } from '../../ideas/taylor-term/measure';
import * as unrollingClaim from '../../ideas/unrolling/claim';
import { chosenScale, unrolledLossBy, unrolling, unrollingOnOthers } from '../../ideas/unrolling/measure';
import { measureAll } from '../../measuring/measure-all';
import type { Measure } from '../../measuring/measure';
import type { OnImages } from '../../measuring/on-images';
import { take } from '../../data/dataset';
import { chanceAccuracy } from '../../objectives/right';
import type { IterativeInferenceExperiment } from './experiment';
import { Section } from './section';
import { deepest, imagesOf, type NamedNetwork, type Subject } from './subject';

/** Measures of networks on one set of images, and what is asked of them. */
interface Part {
  readonly images: OnImages['images'];
  readonly first: number;
  readonly measures: readonly Measure[];
  readonly questions: readonly Question[];
}

/** What a section of the study measures. */
interface Plan {
  readonly networks: 'all' | 'deepest';
  readonly parts: readonly Part[];
}

/** J1 to J6 on published networks: a plan for each section, in the order of the paper. */
const PLANS = {
  /** J1, J2 and J3 of every block; J1 on test images only */
  blocks: ({ gradientImages }) => ({
    networks: 'all',
    parts: [
      {
        images: 'test',
        first: gradientImages,
        measures: [cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks, l2RatioOfBlocks, taylorTermOfBlocks],
        questions: [taylorClaim.dominates, cosineClaim.negative, cosineClaim.falls, ratioClaim.flat],
      },
      { images: 'training', first: gradientImages, measures: [cosineLossOfBlocks, l2RatioOfBlocks], questions: [cosineClaim.negative, cosineClaim.falls] },
    ],
  }),
  /** J4 */
  drops: ({ dropImages }) => ({ networks: 'all', parts: [{ images: 'test', first: dropImages, measures: [blockDrops], questions: [dropClaim.noDrasticDrop] }] }),
  /** J5 */
  readouts: ({ readoutImages }) => ({ networks: 'all', parts: [{ images: 'test', first: readoutImages, measures: [earlyReadouts], questions: [readoutClaim.gradual, readoutClaim.withEveryBlock] }] }),
  /** J6 */
  borderline: ({ readoutImages, readoutBlocks }) => {
    const measures = [borderlineReadouts({ blocks: readoutBlocks })];
    const { correctedFromFirst, corrected, entropyFalls, lossRises } = borderlineClaim;
    return {
      networks: 'deepest',
      parts: [
        { images: 'test', first: readoutImages, measures, questions: [correctedFromFirst, corrected, entropyFalls, lossRises] },
        { images: 'training', first: readoutImages, measures, questions: [correctedFromFirst, corrected, entropyFalls] },
      ],
    };
  },
} as const satisfies Readonly<Record<string, (experiment: IterativeInferenceExperiment) => Plan>>;

export type SectionName = keyof typeof PLANS;
export const SECTIONS = Object.keys(PLANS) as SectionName[];

/** A section of JAB18 on the published networks: from the record, where the subject has it, else measured now. */
export async function measureSection(subject: Subject, name: SectionName): Promise<Section> {
  const recorded = subject.record?.sections[name];
  if (recorded) return new Section(recorded);
  const { networks: which, parts }: Plan = PLANS[name](subject.experiment);
  const networks = which === 'all' ? subject.networks : [deepest(subject)];
  return subject.follow(networks.length * parts.length, 'sets of images measured', async (report) => {
    const found: MeasuredNetwork[] = [];
    const rows: EvidenceRow[] = [];
    for (const network of networks) {
      for (const { images, first, measures, questions } of parts) {
        const done = found.length;
        const measured = await measureNetwork(subject, network, { images, first, measures }, (fraction) => report(done + fraction, `${network.name}, ${images} images`));
        found.push(measured);
        rows.push(...overImages(measured, questions));
      }
    }
    const onTest = found.filter(({ of }) => of.images === 'test');
    if (name === 'blocks' && onTest.length > 1) rows.push(...pairOverImages(onTest[onTest.length - 1]!, onTest[0]!, cosineClaim.fallsWithDepth));
    return Section.of(found, parts[0]!.measures, rows);
  });
}

/** J7 of the deepest network. */
export interface UnrolledNetwork {
  /** of `unrolling` on test images, unscaled and with the scale that was chosen */
  readonly onTest: ColumnTable;
  /** of `unrolling on other images`, of training images */
  readonly onTraining: ColumnTable;
  readonly scale: number;
  readonly section: Section;
  /** a `claims` table */
  readonly evidence: ColumnTable;
}

/** J7: the scale is chosen on training images behind those that it is tested on. From the record, where the subject has it, else measured now. */
export async function measureUnrolling(subject: Subject): Promise<UnrolledNetwork> {
  const { steps, scales, unrolledImages, sweepImages } = subject.experiment;
  const others = unrollingOnOthers({ steps, scales, choosing: sweepImages });
  const recorded = subject.record?.sections.unrolling;
  const section = recorded ? new Section(recorded) : await measured();
  const [onTest, onTraining] = [section.table(unrolling()), section.table(others)];
  return { onTest, onTraining, scale: scaleOf(onTest), section, evidence: section.evidence };

  function measured(): Promise<Section> {
    const network = deepest(subject);
    return subject.follow(2, 'sets of images unrolled', async (report) => {
      const part = { images: 'training', first: unrolledImages + sweepImages, measures: [others, unrolledLossBy(others)] } as const;
      const training = await measureNetwork(subject, network, part, (fraction) => report(fraction, 'training images'));
      const scale = chosenScale(training.measured.rows(others).filter((row) => row.part === 'choosing'));
      const ours = unrolling({ steps, scales: [...new Set([1, scale])] });
      const test = await measureNetwork(subject, network, { images: 'test', first: unrolledImages, measures: [ours] }, (fraction) => report(1 + fraction, 'test images'));
      const { lowersTrainingLoss, raisesTestLoss, correctsBorderline, downhillAtFirst, downhillThroughout } = unrollingClaim;
      const rows = [...overImages(test, [raisesTestLoss, correctsBorderline, downhillAtFirst, downhillThroughout]), ...overImages(training, [lowersTrainingLoss, downhillAtFirst, downhillThroughout])];
      return Section.of([test, training], [ours, others], rows);
    });
  }
}

/** The scale that was chosen: the smallest on test images, where the whole output, 1, stands beside it. */
const scaleOf = (onTest: ColumnTable): number => Math.min(...(onTest.array('scale') as number[]));

async function measureNetwork(subject: Subject, network: NamedNetwork, { images, first, measures }: Pick<Part, 'images' | 'first' | 'measures'>, onFraction: (fraction: number) => Promise<void>): Promise<MeasuredNetwork> {
  const { engine, data, experiment } = subject;
  const { set, of } = imagesOf(subject, network, images, first);
  const chance = chanceAccuracy(data.classes.length);
  const training = take(data.train, Math.min(experiment.statisticsImages, data.train.size));
  const measured = await measureAll({ engine, network, set, normalization: network.normalization, chance, seed: 0, training }, measures, { onFraction });
  return { preset: experiment.preset, of, measured, chance };
}
