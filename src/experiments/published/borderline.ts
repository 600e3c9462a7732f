import type { ColumnTable } from 'arquero';
import { borderlineExamples } from '../../ideas/borderline-examples/measure';
import { borderlineMeans, borderlineTable, type BorderlineRow } from '../../ideas/borderline-examples/rows';
import { IMAGES } from '../../measuring/on-images';
import { findingTable, type FindingRow } from '../../claims/findings/finding';
import { borderlineFindings } from '../../claims/findings/readouts';
import { deepest, imagesOf, type Subject } from './subject';

/** J6 of the deepest network, on test and training images. */
export function measureBorderlineExamples(subject: Subject): Promise<{ readonly means: ColumnTable; readonly findings: ColumnTable }> {
  const { engine, experiment, follow } = subject;
  const network = deepest(subject);
  return follow(IMAGES.length, 'sets of images read out', async (report) => {
    const means: BorderlineRow[] = [];
    const findings: FindingRow[] = [];
    for (const [i, images] of IMAGES.entries()) {
      const { set, of } = imagesOf(subject, network, images, experiment.readoutImages);
      const examples = await borderlineExamples(engine, network, set, network.normalization, {
        blocks: experiment.readoutBlocks,
        onFraction: (fraction) => report(i + fraction, `${images} images`),
      });
      means.push(...borderlineMeans(of, examples));
      findings.push(...borderlineFindings(of, examples));
    }
    return { means: borderlineTable.table(means), findings: findingTable.table(findings) };
  });
}
