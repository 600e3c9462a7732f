import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { engineName, type Engine } from '../engine/engine';
import { writeWhole } from '../files/write-whole';
import type { RunStore } from '../runs/run-store';
import { rateSchema, type Rate } from './rate';

/** Rates by machine and kind of run. */
const ratesSchema = z.record(z.string(), z.record(z.string(), rateSchema));

export type Rates = ReadonlyMap<string, Rate>;

/** What computes here, in words: rates of other machines say nothing of this one. @param engine default: the native one */
export function machineName(engine?: Engine): string {
  const processors = cpus();
  const machine = `${processors[0]?.model ?? 'unknown'}, ${processors.length} cores`;
  return engine === undefined || (engine.report.engine === 'native' && engine.report.device === 'CPU') ? machine : `${machine}, ${engineName(engine.report)}`;
}

/** The rates that were measured on a machine, by kind of run. A file that cannot be read counts as none: they are measured again. */
export function readRates(store: RunStore, machine: string): Rates {
  return new Map(Object.entries(readAll(store)[machine] ?? {}));
}

export async function writeRates(store: RunStore, machine: string, rates: Rates): Promise<void> {
  const all = { ...readAll(store), [machine]: Object.fromEntries(rates) };
  await mkdir(store.folder, { recursive: true });
  await writeWhole(pathOf(store), `${JSON.stringify(all, null, 1)}\n`);
}

function readAll(store: RunStore): z.output<typeof ratesSchema> {
  if (!existsSync(pathOf(store))) return {};
  try {
    return ratesSchema.parse(JSON.parse(readFileSync(pathOf(store), 'utf8')));
  } catch {
    return {};
  }
}

function pathOf({ folder }: RunStore): string {
  return join(folder, 'rates.json');
}
