import type { ColumnTable } from 'arquero';
import { chooseScale, unrollLastBlock, type UnrolledNetwork } from '../../ideas/unrolling/measure';
import type { OnImages } from '../../measuring/on-images';
import { unrollingMeans, unrollingTable } from '../../ideas/unrolling/rows';
import { findingTable } from '../../claims/findings/finding';
import { unrollingFindings } from '../../claims/findings/unrolling';
import { deepest, imagesOf, type Subject } from './subject';

/** J7 of the deepest network. */
export interface UnrolledLastBlock {
  /** on training images behind those of the means, with every scale */
  readonly sweep: ColumnTable;
  /** the scale that was chosen there */
  readonly scale: number;
  /** on test and training images, unscaled and with that scale */
  readonly means: ColumnTable;
  readonly findings: ColumnTable;
}

export function measureUnrolling(subject: Subject): Promise<UnrolledLastBlock> {
  const { engine, experiment, follow } = subject;
  const network = deepest(subject);
  return follow(3, 'sets of images unrolled', async (report) => {
    const unroll = async (done: number, images: OnImages['images'], count: number, scales: readonly number[], behind = 0): Promise<{ of: OnImages; unrolled: UnrolledNetwork }> => {
      const { set, of } = imagesOf(subject, network, images, count, behind);
      const onFraction = (fraction: number) => report(done + fraction, `${images} images, ${scales.length} scales`);
      return { of, unrolled: await unrollLastBlock(engine, network, set, network.normalization, { steps: experiment.steps, scales, onFraction }) };
    };
    const tested = Math.min(experiment.unrolledImages, subject.data.train.size - experiment.sweepImages);
    // Behind those that are unrolled with it: a scale that was chosen on the images it is tested on would be the best there by chance.
    const sweep = await unroll(0, 'training', experiment.sweepImages, experiment.scales, tested);
    const scale = chooseScale(sweep.unrolled.unrolled);
    const scales = [...new Set([1, scale])];
    const both = [await unroll(1, 'test', experiment.unrolledImages, scales), await unroll(2, 'training', tested, scales)];
    return {
      sweep: unrollingTable.table(unrollingMeans(sweep.of, sweep.unrolled)),
      scale,
      means: unrollingTable.table(both.flatMap(({ of, unrolled }) => unrollingMeans(of, unrolled))),
      findings: findingTable.table(both.flatMap(({ of, unrolled }) => unrollingFindings(of, unrolled, scale))),
    };
  });
}
