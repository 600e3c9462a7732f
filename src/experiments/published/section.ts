import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { evidence, evidenceSchema, type EvidenceRow } from '../../claims/evidence';
import type { MeasuredNetwork } from '../../claims/over-images';
import type { Measure } from '../../measuring/measure';
import { measuredTable } from '../../measuring/measured-table';

/** A section as it is stored. */
export const sectionSchema = z.strictObject({
  /** rows of the tables of measures, by their names */
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  evidence: z.array(evidenceSchema),
});
type StoredSection = z.output<typeof sectionSchema>;

/** What was measured of published networks to one end, each number with its interval over images. */
export class Section {
  constructor(readonly stored: StoredSection) {}

  static of(networks: readonly MeasuredNetwork[], measures: readonly Measure[], rows: readonly EvidenceRow[]): Section {
    const tables = measures.map((measure) => [measure.name, networks.flatMap(({ measured, of }) => (measured.has(measure) ? (measured.table(measure, of).objects() as Record<string, unknown>[]) : []))]);
    return new Section({ tables: Object.fromEntries(tables) as StoredSection['tables'], evidence: [...rows] });
  }

  /** The rows of a measure of all networks and sets of images that have it. @throws Error where it was not measured, or rows do not fit it */
  table<Row extends object>(measure: Measure<Row>): ColumnTable {
    const rows = this.stored.tables[measure.name];
    if (!rows) throw new Error(`This section has no "${measure.name}"; it has ${Object.keys(this.stored.tables).join(', ')}.`);
    return measuredTable(measure, ...(measure.keys as readonly (string & keyof Row)[])).table(rows as never);
  }

  /** A `claims` table: what the networks say of the section's questions, each over its images. */
  get evidence(): ColumnTable {
    return evidence.table(this.stored.evidence);
  }
}
