import { statSync } from 'node:fs';
import type { ImageSet, Provenance } from '../data/dataset';
import { loadImageFolder } from '../data/pictures/image-folder';
import { statisticsImages } from '../runs/measure-run';
import { OWN_ARCHITECTURE } from '../weights/network-file';
import type { ImportedNetwork } from '../weights/imported-network';
import { TASKS, testImages } from './test-images';

/** Which images a network is measured on, as the command is asked. */
export interface ImagesAsked {
  /** name of a task, or path of a folder of pictures */
  readonly data: string;
  /** images at most: the first test images of a task, or as many of every class of a folder */
  readonly images?: number | undefined;
  /** how pictures of a folder are scaled and cropped; as the network's family has it unless said */
  readonly size?: number | undefined;
  readonly crop?: number | undefined;
  /** path of a list that says for which output each folder stands */
  readonly classes?: string | undefined;
  /** name of a task or path of a folder: on whose images statistics of batch normalization are estimated anew; a task's own training images unless said */
  readonly statisticsFrom?: string | undefined;
}

/** Images to measure on. */
export interface MeasuredImages {
  readonly name: string;
  readonly set: ImageSet;
  /** as in "on …" */
  readonly where: string;
  readonly provenance: Provenance;
  /** on which statistics of batch normalization are estimated anew */
  readonly training: ImageSet | undefined;
}

/** @throws DataError or RangeError when there are none such, or the network is not for them */
export async function measuredImages(network: ImportedNetwork, asked: ImagesAsked): Promise<MeasuredImages> {
  const { name, set, where, provenance, train } = await namedImages(network, asked.data, asked, asked.images);
  const training = asked.statisticsFrom === undefined ? train : await statisticsFrom(network, asked.statisticsFrom, asked);
  return { name, set, where, provenance, training: training && statisticsImages(training) };
}

type Named = Omit<MeasuredImages, 'training'> & { readonly train: ImageSet | undefined };

async function namedImages(network: ImportedNetwork, data: string, asked: ImagesAsked, images: number | undefined): Promise<Named> {
  const task = TASKS[data];
  if (!task) return folderImages(network, data, asked, images);
  const { dataset, set } = await testImages(task, images);
  refuseOtherTask(network, set, dataset.classes.length);
  const { provenance } = dataset;
  return { name: dataset.name, set, where: `the first ${set.size} test images of ${data} from ${provenance.source}`, provenance, train: dataset.train };
}

/** The training images of a task, or the pictures of a folder, whatever their labels. */
async function statisticsFrom(network: ImportedNetwork, data: string, asked: ImagesAsked): Promise<ImageSet | undefined> {
  const task = TASKS[data];
  if (!task) return (await folderImages(network, data, { ...asked, classes: undefined }, undefined, false)).set;
  const { train } = (await testImages(task, undefined)).dataset;
  if (train.shape[2] !== network.input[2]) throw new RangeError(`The network is for images of ${network.input[2]} colours, those of ${data} have ${train.shape[2]}: name others with --statistics-from.`);
  return train;
}

async function folderImages({ input, classes }: ImportedNetwork, folder: string, asked: ImagesAsked, images: number | undefined, labelled = true): Promise<Named> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new RangeError(`There are no data ${folder}: use one of ${Object.keys(TASKS).join(', ')}, or a folder of pictures.`);
  const channels = input[2] === 1 ? 1 : 3;
  const { name, set, provenance } = await loadImageFolder(folder, {
    crop: asked.crop ?? input[0],
    size: asked.size,
    channels,
    classes: asked.classes,
    images,
    ...(labelled && { outputs: classes }),
  });
  return { name, set, where: `${name}: ${provenance.source}`, provenance, train: undefined };
}

/** @throws RangeError when the network is not for these images: networks of others take images of any size */
function refuseOtherTask({ architecture, input, classes }: ImportedNetwork, set: ImageSet, taskClasses: number): void {
  const of = (shape: readonly number[], outputs: number): string => `images of ${shape.join(' × ')} and ${outputs} classes`;
  const fits = architecture === OWN_ARCHITECTURE ? input.join() === set.shape.join() : input[2] === set.shape[2];
  if (fits && classes === taskClasses) return;
  throw new RangeError(`The network is for ${of(input, classes)}, the data are ${of(set.shape, taskClasses)}: name the data that it was trained on with --data.`);
}
