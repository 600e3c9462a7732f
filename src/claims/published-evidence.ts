import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { openStore, type RunStore } from '../runs/run-store';
import { readSealed, writeSealed } from '../runs/sealed-json';
import { evidence, evidenceSchema, type EvidenceRow } from './evidence';
import type { PublishedEvidence } from './ledger';

const fileOf = (preset: string): string => `published-evidence-${preset}.json`;
const FILE = /^published-evidence-(.+)\.json$/;

/**
 * Keeps what published networks say beside the runs, for the claim ledger.
 * @param preset at which they were measured
 * @param tables `claims` tables
 * @throws StoreError when it cannot be written
 */
export async function keepPublished(preset: string, tables: readonly ColumnTable[], store: RunStore = openStore()): Promise<void> {
  mkdirSync(store.folder, { recursive: true });
  await writeSealed(join(store.folder, fileOf(preset)), tables.flatMap((table) => evidence.rows(table)));
}

/**
 * What published networks say: at the preset itself, else on the most images. `smoke` stands for nothing but itself.
 * @returns undefined where they were not measured
 * @throws StoreError for a damaged file
 */
export function keptPublished(preset: string, store: RunStore = openStore()): PublishedEvidence | undefined {
  const read = (name: string): readonly EvidenceRow[] | undefined =>
    readSealed(join(store.folder, fileOf(name)), z.array(evidenceSchema), 'delete it, and run the notebook iterative-inference again');
  const others = preset === 'smoke' || !existsSync(store.folder) ? [] : readdirSync(store.folder).flatMap((name) => FILE.exec(name)?.[1] ?? []).filter((name) => name !== 'smoke');
  const found = [preset, ...others].flatMap((name) => {
    const rows = read(name);
    return rows ? [{ name, rows, images: Math.max(0, ...rows.map(({ n }) => n)) }] : [];
  });
  const [first, ...rest] = found;
  if (!first) return undefined;
  const best = first.name === preset ? first : rest.reduce((most, each) => (each.images > most.images ? each : most), first);
  return { preset: best.name, evidence: evidence.table(best.rows) };
}
