import type { ColumnTable } from 'arquero';
import { blockDrop } from '../../ideas/block-drop/measure';
import { measurePrograms } from '../../measuring/programs/program-analysis';
import { blockDropRows, blockDropTable, type BlockDropRow } from '../../ideas/block-drop/rows';
import { bootstrap } from '../../statistics/bootstrap';
import { findingTable, type FindingRow } from '../../claims/findings/finding';
import { blockDropFinding } from '../../claims/findings/readouts';
import { imagesOf, type Subject } from './subject';

/** J4 of every network, on test images. */
export function measureBlockDrops(subject: Subject): Promise<{ readonly drops: ColumnTable; readonly findings: ColumnTable }> {
  const { engine, data, experiment, networks, follow } = subject;
  return follow(networks.length, 'networks measured', async (report) => {
    const drops: BlockDropRow[] = [];
    const findings: FindingRow[] = [];
    for (const [i, network] of networks.entries()) {
      const { set, of } = imagesOf(subject, network, 'test', experiment.dropImages);
      const onFraction = (fraction: number) => report(i + fraction, network.name);
      const { results } = await measurePrograms(engine, network, { blockDrop }, set, network.normalization, { onFraction });
      drops.push(...blockDropRows(of, bootstrap(results.size, (weights) => blockDrop.outcome(results.resampled(weights)))));
      findings.push(...blockDropFinding(of, results, 1 / data.classes.length));
    }
    return { drops: blockDropTable.table(drops), findings: findingTable.table(findings) };
  });
}
