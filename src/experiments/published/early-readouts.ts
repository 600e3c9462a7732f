import type { ColumnTable } from 'arquero';
import { earlyReadout } from '../../ideas/early-readout/measure';
import { earlyReadoutRows, earlyReadoutTable, type EarlyReadoutMeanRow } from '../../ideas/early-readout/rows';
import { findingTable, type FindingRow } from '../../claims/findings/finding';
import { earlyReadoutFinding } from '../../claims/findings/readouts';
import { imagesOf, type Subject } from './subject';

/** J5 of every network, on test images. */
export function measureEarlyReadouts(subject: Subject): Promise<{ readonly means: ColumnTable; readonly findings: ColumnTable }> {
  const { engine, experiment, networks, follow } = subject;
  return follow(networks.length, 'networks read out', async (report) => {
    const means: EarlyReadoutMeanRow[] = [];
    const findings: FindingRow[] = [];
    for (const [i, network] of networks.entries()) {
      const { set, of } = imagesOf(subject, network, 'test', experiment.readoutImages);
      const readout = await earlyReadout(engine, network, set, network.normalization, { onFraction: (fraction) => report(i + fraction, network.name) });
      means.push(...earlyReadoutRows(of, readout));
      findings.push(...earlyReadoutFinding(of, readout));
    }
    return { means: earlyReadoutTable.table(means), findings: findingTable.table(findings) };
  });
}
