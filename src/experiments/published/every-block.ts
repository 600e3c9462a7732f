import type { ColumnTable } from 'arquero';
import { cosineLoss } from '../../ideas/cosine-loss/measure';
import { l2Ratio } from '../../ideas/l2-ratio/measure';
import { measureBlocks, type BlockMeasurement } from '../../measuring/gradients/block-pass';
import { lossChange, taylorTerm, taylorTermBehind } from '../../ideas/taylor-term/measure';
import { blockMeans, blockMeanTable, type BlockMeanRow } from '../../tables/block-means';
import type { OnImages } from '../../measuring/on-images';
import { taylorAgreement, taylorTable, type TaylorRow } from '../../ideas/taylor-term/rows';
import { cosineDepthFinding, cosineFindings, ratioFinding, taylorFinding } from '../../claims/findings/blocks';
import { findingTable, type FindingRow } from '../../claims/findings/finding';
import { imagesOf, type Subject } from './subject';

/** J1, J2 and J3 of every block of every network: J1 on test images, J2 and J3 on test and training images. */
export interface EveryBlock {
  readonly means: ColumnTable;
  readonly taylor: ColumnTable;
  readonly findings: ColumnTable;
}

export function measureEveryBlock(subject: Subject): Promise<EveryBlock> {
  const { engine, experiment, networks, follow } = subject;
  return follow(networks.length, 'networks measured', async (report) => {
    const means: BlockMeanRow[] = [];
    const taylor: TaylorRow[] = [];
    const findings: FindingRow[] = [];
    const cosines: (OnImages & { readonly blocks: readonly BlockMeasurement<'cosineLoss'>[] })[] = [];
    for (const [i, network] of networks.entries()) {
      const onFraction = (from: number, to: number) => (fraction: number) => report(i + from + (to - from) * fraction, network.name);
      const test = imagesOf(subject, network, 'test', experiment.gradientImages);
      const analyses = { cosineLoss, l2Ratio, taylorTerm, taylorTermBehind, lossChange };
      const onTest = await measureBlocks(engine, network, test.set, network.normalization, analyses, { onFraction: onFraction(0, 0.7) });
      const training = imagesOf(subject, network, 'training', experiment.gradientImages);
      const onTraining = await measureBlocks(engine, network, training.set, network.normalization, { cosineLoss, l2Ratio }, { onFraction: onFraction(0.7, 0.95) });
      cosines.push({ ...test.of, blocks: onTest });
      means.push(...blockMeans(test.of, onTest), ...blockMeans(training.of, onTraining));
      taylor.push(...taylorAgreement(test.of, onTest));
      findings.push(
        ...taylorFinding(test.of, onTest),
        ...cosineFindings(test.of, onTest),
        ...cosineFindings(training.of, onTraining),
        ...ratioFinding(test.of, onTest),
      );
    }
    if (cosines.length > 1) findings.push(...cosineDepthFinding(cosines[0]!, cosines[cosines.length - 1]!));
    return { means: blockMeanTable.table(means), taylor: taylorTable.table(taylor), findings: findingTable.table(findings) };
  });
}
