import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadCifar10 } from '../../../src/data/load';
import { startEngine } from '../../../src/engine/engine';
import { iterativeInferenceExperiment } from '../../../src/experiments/published/experiment';
import { readPublished, recordPublished } from '../../../src/experiments/published/record';
import { measureSection, measureUnrolling } from '../../../src/experiments/published/sections';
import { publishedSubject, type Follow } from '../../../src/experiments/published/subject';
import { blockDrops } from '../../../src/ideas/block-drop/measure';
import { earlyReadouts } from '../../../src/ideas/early-readout/measure';
import { scratchFolder } from '../../data/scratch';

test('what published networks say is recorded section by section, goes on where it was stopped, and stands for measuring', async (context) => {
  const engine = await startEngine();
  const file = join(await scratchFolder(context), 'published.json');
  let followed = 0;
  const stopsAt = (section: number): Follow => (_total, _what, work) => {
    followed += 1;
    if (followed === section) throw new Error('stopped');
    return work(() => Promise.resolve());
  };
  await assert.rejects(recordPublished(engine, stopsAt(3), file, 'smoke'), /stopped/);
  const first = readPublished(file)!;
  assert.deepEqual(Object.keys(first.sections), ['blocks', 'drops']);
  followed = 0;
  const record = await recordPublished(engine, stopsAt(Infinity), file, 'smoke');
  assert.equal(followed, 3, 'the sections that were missing');
  assert.deepEqual(record.sections.blocks, first.sections.blocks, 'what was recorded stays');
  assert.deepEqual(readPublished(file), record);

  const experiment = iterativeInferenceExperiment('smoke');
  const data = await loadCifar10({ images: experiment.data });
  const never: Follow = () => assert.fail('something was measured');
  const recorded = await publishedSubject(engine, data, experiment, never, record);
  const drops = await measureSection(recorded, 'drops');
  const anew = await measureSection(await publishedSubject(engine, data, experiment, stopsAt(Infinity)), 'drops');
  assert.deepEqual(drops.table(blockDrops).objects(), anew.table(blockDrops).objects());
  assert.deepEqual(drops.evidence.objects(), anew.evidence.objects());
  assert.throws(() => drops.table(earlyReadouts), { message: 'This section has no "earlyReadout"; it has blockDrop.' });
  const { onTest, scale } = await measureUnrolling(recorded);
  assert.deepEqual([scale <= 1, new Set(onTest.array('scale') as number[]).has(scale)], [true, true]);
});
