import { join } from 'node:path';
import { z } from 'zod';
import { loadCifar10 } from '../../data/load';
import type { Engine } from '../../engine/engine';
import { environmentNow, startSchema } from '../../runs/environment';
import { readSealed, writeSealed } from '../../runs/sealed-json';
import { withoutPaths } from '../../runs/without-paths';
import { STUDY } from '../record';
import { iterativeInferenceExperiment } from './experiment';
import { sectionSchema } from './section';
import { measureSection, measureUnrolling, SECTIONS } from './sections';
import { publishedSubject, type Follow } from './subject';

/** What the published networks said, beside the runs of the study. */
export const PUBLISHED_FILE = join(STUDY, 'published.json');

const recordSchema = z.strictObject({
  /** what was measured, and on how many images */
  experiment: z.record(z.string(), z.unknown()),
  sections: z.partialRecord(z.enum([...SECTIONS, 'unrolling']), sectionSchema.extend({ environment: startSchema })),
});

/** Sections that were measured at the size of the study, with what computed each. */
export type PublishedRecord = Readonly<z.output<typeof recordSchema>>;

/** What was recorded of published networks; undefined: nothing was. @throws StoreError for a damaged file */
export function readPublished(file: string = PUBLISHED_FILE): PublishedRecord | undefined {
  return readSealed(file, recordSchema, 'put back a good copy of it, or delete it and run "npm run collect -- --published"');
}

/**
 * Measures the sections that are not recorded yet, and records each as soon as it is done. A record of another size is begun anew.
 * @returns the record, whole
 */
export async function recordPublished(engine: Engine, follow: Follow, file: string = PUBLISHED_FILE, preset = 'study'): Promise<PublishedRecord> {
  const experiment = iterativeInferenceExperiment(preset);
  const data = await loadCifar10({ images: experiment.data });
  const asked = JSON.parse(JSON.stringify(experiment)) as PublishedRecord['experiment'];
  const before = readPublished(file);
  let record: PublishedRecord = before && JSON.stringify(before.experiment) === JSON.stringify(asked) ? before : { experiment: asked, sections: {} };
  const subject = await publishedSubject(engine, data, experiment, follow);
  for (const name of [...SECTIONS, 'unrolling'] as const) {
    if (record.sections[name]) continue;
    const started = performance.now();
    const { stored } = name === 'unrolling' ? (await measureUnrolling(subject)).section : await measureSection(subject, name);
    const environment = { ...withoutPaths(environmentNow(engine, data, 0)), seconds: (performance.now() - started) / 1000 };
    record = { ...record, sections: { ...record.sections, [name]: { ...stored, environment } } };
    await writeSealed(file, record, recordSchema);
  }
  return record;
}
