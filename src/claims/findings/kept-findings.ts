import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { openStore, type RunStore } from '../../runs/run-store';
import { readSealed, writeSealed } from '../../runs/sealed-json';
import { PRESETS } from '../../experiments/presets';
import type { PublishedFindings } from '../ledger';
import { findingSchema, findingTable } from './finding';

const pathOf = ({ folder }: RunStore, preset: string): string => join(folder, `published-findings-${preset}.json`);

/** Sizes at which published networks are measured, the largest first; `smoke` stands for nothing but itself. */
const LARGEST_FIRST = [...PRESETS].reverse().filter((preset) => preset !== 'smoke');

/**
 * Keeps what was found in published networks beside the runs, for the claim ledger.
 * @param preset of the iterative inference experiment
 * @param tables of findings
 * @throws StoreError when it cannot be written
 */
export async function keepFindings(preset: string, tables: readonly ColumnTable[], store: RunStore = openStore()): Promise<void> {
  mkdirSync(store.folder, { recursive: true });
  await writeSealed(pathOf(store, preset), tables.flatMap((table) => findingTable.rows(table)));
}

/**
 * What was found in published networks: at the preset itself, else at the largest size.
 * @returns undefined where they were not measured
 * @throws StoreError for a damaged file
 */
export function keptFindings(preset: string, store: RunStore = openStore()): PublishedFindings | undefined {
  const candidates = preset === 'smoke' ? [preset] : [preset, ...LARGEST_FIRST];
  for (const name of candidates) {
    const rows = readSealed(pathOf(store, name), z.array(findingSchema), 'delete it, and run the notebook iterative-inference again');
    if (rows) return { preset: name, findings: findingTable.table(rows) };
  }
  return undefined;
}
