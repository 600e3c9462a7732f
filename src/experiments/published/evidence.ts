import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { evidence, evidenceSchema } from '../../claims/evidence';
import type { PublishedEvidence } from '../../claims/ledger';
import { openStore, type RunStore } from '../../runs/run-store';
import { readSealed, writeSealed } from '../../runs/sealed-json';
import { PUBLISHED_FILE, readPublished } from './record';

const fileOf = ({ folder }: RunStore, preset: string): string => join(folder, `published-evidence-${preset}.json`);

/**
 * Keeps what published networks say beside the runs, for the claim ledger.
 * @param preset at which they were measured
 * @param tables `claims` tables
 * @throws StoreError when it cannot be written
 */
export async function keepPublished(preset: string, tables: readonly ColumnTable[], store: RunStore = openStore()): Promise<void> {
  mkdirSync(store.folder, { recursive: true });
  await writeSealed(fileOf(store, preset), tables.flatMap((table) => evidence.rows(table)));
}

/**
 * What published networks say: as it was measured here at the preset, else as it is recorded, but for `smoke`, beside which the record does not belong.
 * @returns undefined where there is neither
 * @throws StoreError for a damaged file
 */
export function keptPublished(preset: string, store: RunStore = openStore(), record: string = PUBLISHED_FILE): PublishedEvidence | undefined {
  const kept = readSealed(fileOf(store, preset), z.array(evidenceSchema), 'delete it, and run the notebook iterative-inference again');
  if (kept) return { preset, evidence: evidence.table(kept) };
  const recorded = preset === 'smoke' ? undefined : readPublished(record);
  return recorded && { preset: 'study', evidence: evidence.table(Object.values(recorded.sections).flatMap((section) => section.evidence)) };
}
