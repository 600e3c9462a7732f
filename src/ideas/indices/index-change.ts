import { indexNames, type EvidenceRow, type Group, type IndexColumn } from '../../claims/evidence';
import { overSeeds, type Asked } from '../../claims/over-seeds';
import type { RunRow } from '../../tables/tables';

/** The evidence row of an index of one setting minus that of another. @param seeds [seed][setting]; `asked.statistic` says which two */
export function changeOf(group: Omit<Group, 'rows'>, asked: Asked, index: IndexColumn, seeds: readonly (readonly RunRow[])[]): EvidenceRow[] {
  return overSeeds(group, { ...asked, statistic: `${indexNames[index]}: ${asked.statistic}` }, seeds, ([one, other]) => {
    const [of, minus] = [one![index], other![index]];
    return of === null || minus === null ? null : of - minus;
  });
}
