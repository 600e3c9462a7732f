import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { labelsPerImage } from '../data/dataset';
import { engineName, startEngine, type Engine } from '../engine/engine';
import { writeTableFile } from '../files/table-file';
import { writeWhole } from '../files/write-whole';
import { blockTable, curveTable, indexTable } from '../ideas/indices/table';
import { curves } from '../ideas/indices/measure';
import { BESIDE_STORED, USUAL_MEASURES } from '../ideas/measures';
import { distinctMeasures, type Measure } from '../measuring/measure';
import type { Measured } from '../measuring/measured';
import { layoutOf } from '../measuring/programs/block-programs';
import { measureWithProgress } from '../notebook/measure-with-progress';
import { show } from '../notebook/show';
import { chanceAccuracy } from '../objectives/right';
import { readableRows } from '../tables/readable-rows';
import { networkOf } from '../weights/import-network';
import type { ImportedNetwork } from '../weights/imported-network';
import { byBareName } from '../weights/names-and-shapes';
import { readTensors } from '../weights/safetensors';
import { measuredNumbers, storedMeasurement, writtenMeasures } from './measured-file';
import type { MeasuredFile } from './measure-messages';
import { measuredImages, type MeasuredImages } from './measured-images';
import { SharedPrograms } from './shared-programs';

/** What is asked of the command. */
export interface MeasureFileOptions extends MeasuredFile {
  /** names of measures; {@link USUAL_MEASURES} unless said */
  readonly measures?: readonly string[];
  /** path of a file to write: `.json` says all, what it rests on too; `.csv` and `.parquet` are one table of all numbers */
  readonly out?: string;
}

/** Of random draws: the same numbers every time. */
const SEED = 1;

/**
 * Measures a network whose weights are in a file: prints tables, and writes a file if one is asked for.
 * @param known measures that may be named
 * @throws RangeError for a name that is not known, a network that is not for these images, or one without stages of two blocks where no measure is named; Error naming two measures of one name, or one that the network is none for
 */
export async function measureFile({ weights, measures: names, out, ...options }: MeasureFileOptions, known: readonly Measure[]): Promise<void> {
  const chosen = names && named(distinctMeasures(known), names);
  const engine = await startEngine();
  if (engine.report.warning !== undefined) console.error(engine.report.warning);
  const file = await readTensors(weights);
  const network = networkOf(engine, weights, file, options);
  const images = await measuredImages(network, options);
  console.log(network.told.join('\n'));
  const { set, training, where, provenance } = images;
  if (!training) console.log('No training images: only stored statistics of batch normalization are used (--statistics-from names images to estimate others on).');

  if (!chosen && layoutOf(network).every((blocks) => blocks < 2)) {
    throw new RangeError(`No stage of ${weights} has two blocks that iterate, which the indices need: name other measures, such as --measures blockDrop,cosineLoss,l2Ratio.`);
  }
  const tensors = byBareName(file.tensors);
  const { normalization, values } = network;
  const chance = chanceAccuracy(network.classes, labelsPerImage(set));
  const subject = { engine, network, set, normalization, chance, seed: SEED, tensors, ...(training && { training }), ...(values && { values }) };
  const sharing = new SharedPrograms({ weights, ...options }, subject);
  const measured = await measureWithProgress(subject, chosen ?? USUAL_MEASURES, { elsewhere: sharing.run }).finally(() => sharing.end());
  network.dispose();

  const stored = chosen ? undefined : storedMeasurement(measured);
  console.log(`${weights}: ${stored ? `${(100 * (1 - stored.accuracy)).toFixed(2)} % error` : 'measured'} on ${where}.`);
  if (provenance.caveat !== undefined) console.log(provenance.caveat);
  console.log(`${engineName(engine.report)}, ${engine.report.threads} threads${sharing.shared > 0 ? `; images shared among ${sharing.shared} processes of one thread` : ''}. In brackets: 95 % intervals, bootstrap over the images of this one network.\n`);
  await (chosen ? showEach(measured, chosen) : showAll(measured));
  if (out !== undefined) {
    if (out.endsWith('.json')) {
      const entries = writtenMeasures(measured, chosen ?? BESIDE_STORED);
      await writeWhole(out, `${JSON.stringify({ ...stored, measures: entries, origin: originOf(weights, network, images, engine, sharing.shared) }, null, 2)}\n`);
    } else {
      await writeTableFile(out, measuredNumbers(measured, chosen ?? USUAL_MEASURES, { task: images.name, network: basename(weights, '.safetensors'), images: 'test' }));
    }
    console.log(`\nWritten to ${out}.`);
  }
}

/** @throws RangeError listing the measures that there are, where a name is none of them */
function named(known: readonly Measure[], names: readonly string[]): readonly Measure[] {
  return names.map((name) => {
    const measure = known.find((each) => each.name === name);
    if (!measure) throw new RangeError(`There is no measure "${name}": choose from ${known.map((each) => each.name).join(', ')}.`);
    return measure;
  });
}

async function showAll(measured: Measured): Promise<void> {
  const { trainingImages } = measured.settings(curves);
  await show(indexTable(measured, 'stored'));
  for (const { stage } of storedMeasurement(measured).stages) {
    console.log(`\nStage ${stage}: normalised accuracy (1: the whole network's, 0: chance)`);
    await show(curveTable(measured, stage));
    console.log(`\nStage ${stage}: blocks`);
    await show(blockTable(measured, stage));
  }
  console.log(`\n${trainingImages === undefined ? 'Without statistics of batch normalization estimated anew' : `With statistics of batch normalization estimated anew on ${trainingImages} training images`}:`);
  await show(indexTable(measured));
}

async function showEach(measured: Measured, measures: readonly Measure[]): Promise<void> {
  for (const measure of measures) {
    console.log(`\n${measure.name}`);
    await show(readableRows(measured, measure));
  }
}

/** What the numbers of a file rest on. */
function originOf(weights: string, { architecture, told, normalization }: ImportedNetwork, { name, set, provenance }: MeasuredImages, { report }: Engine, processes: number): object {
  return {
    weights: { file: basename(weights), sha256: createHash('sha256').update(readFileSync(weights)).digest('hex') },
    network: { architecture, told, normalization },
    data: { name, testImages: set.size, ...provenance },
    engine: { name: engineName(report), threads: report.threads, ...(processes > 0 && { processesOfOneThread: processes }), oneDNN: report.oneDNN },
  };
}
