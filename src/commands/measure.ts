/** `npm run measure`: all measurements of a network whose weights are in a file. Its options are checked by environment/commands/measure.mjs. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { engineName, startEngine, type Engine } from '../engine/engine';
import { writeWhole } from '../files/write-whole';
import { measureWithProgress } from '../notebook/measure-with-progress';
import { show } from '../notebook/show';
import type { Dataset, ImageSet } from '../data/dataset';
import type { ImportedNetwork } from '../weights/imported-network';
import { ARCHITECTURES } from '../weights/architectures';
import { blockTable, curveTable, indexTable } from '../ideas/indices/table';
import { TASKS, testImages } from './test-images';

/** @throws RangeError when the network is not for these images */
function refuseOtherTask({ input, classes }: ImportedNetwork, set: ImageSet, taskClasses: number): void {
  const of = (shape: readonly number[], outputs: number): string => `images of ${shape.join(' × ')} and ${outputs} classes`;
  if (input.join() === set.shape.join() && classes === taskClasses) return;
  throw new RangeError(`The network is for ${of(input, classes)}, the data are ${of(set.shape, taskClasses)}: name the data that it was trained on with --data.`);
}

async function measureFile(): Promise<void> {
  const text = { type: 'string', default: '' } as const;
  const { values } = parseArgs({ options: { weights: text, architecture: text, data: text, images: { type: 'string' }, out: { type: 'string' } } });
  const { weights, architecture, data, images, out } = values;

  const { dataset, set } = await testImages(TASKS[data]!, images === undefined ? undefined : Number(images));
  const engine = await startEngine();
  if (engine.report.warning !== undefined) console.error(engine.report.warning);
  const network = await ARCHITECTURES[architecture]!(engine, weights);
  const classes = dataset.classes.length;
  refuseOtherTask(network, set, classes);

  const { measurement, intervals } = await measureWithProgress(engine, network, set, network.normalization, 1 / classes);
  network.dispose();
  const { source, caveat } = dataset.provenance;
  console.log(`${weights}: ${(100 * (1 - measurement.accuracy)).toFixed(2)} % error on the first ${set.size} test images of ${data} from ${source}.`);
  if (caveat !== undefined) console.log(caveat);
  console.log(`${engineName(engine.report)}, ${engine.report.threads} threads. In brackets: 95 % intervals, bootstrap over the images of this one network.\n`);
  await show(indexTable(intervals));
  for (const stage of intervals.stages) {
    console.log(`\nStage ${stage.stage.estimate}: normalised accuracy (1: the whole network's, 0: chance)`);
    await show(curveTable(stage));
    console.log(`\nStage ${stage.stage.estimate}: blocks`);
    await show(blockTable(stage));
  }
  if (out !== undefined) {
    await writeWhole(out, `${JSON.stringify({ ...measurement, origin: originOf(weights, dataset, set, engine) }, null, 2)}\n`);
    console.log(`\nWritten to ${out}.`);
  }
}

/** What the numbers of a file rest on. */
function originOf(weights: string, { name, provenance }: Dataset, set: ImageSet, { report }: Engine): object {
  return {
    weights: { file: basename(weights), sha256: createHash('sha256').update(readFileSync(weights)).digest('hex') },
    data: { name, testImages: set.size, ...provenance },
    engine: { name: engineName(report), threads: report.threads, oneDNN: report.oneDNN },
  };
}

/** The project's own errors say all in their sentence; of others the place matters too. */
const EXPLAINED = ['DataError', 'WeightsError', 'RangeError', 'Error'];

measureFile().catch((error: unknown) => {
  console.error(error instanceof Error && EXPLAINED.includes(error.name) ? error.message : error);
  process.exitCode = 1;
});
