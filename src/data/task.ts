import type { Dataset, ImageSet } from './dataset';
import { take } from './dataset';
import type { DigitCount } from './digitclutter/generate';
import type { OnDrawing } from './digitclutter/image-set';
import { loadDigitclutter } from './digitclutter/load-digitclutter';
import { loadCifar10, loadCifar100, loadMnist } from './load';

/** Data sets that networks are trained on; `digitclutter-N` has N digits an image. */
export const TASKS = ['mnist', 'cifar-10', 'cifar-100', 'digitclutter-3', 'digitclutter-4', 'digitclutter-5'] as const;
export type Task = (typeof TASKS)[number];

/** Each of these names once: tasks as {@link TASKS} has them, then others in the order in which they come. */
export function inTaskOrder(names: readonly string[]): string[] {
  const known: readonly string[] = TASKS;
  const distinct = [...new Set(names)];
  return [...known.filter((task) => distinct.includes(task)), ...distinct.filter((name) => !known.includes(name))];
}

/** What is known of a task before its data are loaded. */
export interface TaskFacts {
  /** [height, width, channels] of its images */
  readonly shape: ImageSet['shape'];
  readonly classes: number;
  /** classes of each image, all of which are to be named */
  readonly labelsPerImage: number;
  /** images of the whole sets */
  readonly trainImages: number;
  readonly testImages: number;
}

/** As many images as we remember of the 2017 paper (not verified). */
const digitclutter = (digits: DigitCount): TaskFacts => ({ shape: [32, 32, 1], classes: 10, labelsPerImage: digits, trainImages: 100_000, testImages: 10_000 });

export const TASK_FACTS: Readonly<Record<Task, TaskFacts>> = {
  mnist: { shape: [28, 28, 1], classes: 10, labelsPerImage: 1, trainImages: 60_000, testImages: 10_000 },
  'cifar-10': { shape: [32, 32, 3], classes: 10, labelsPerImage: 1, trainImages: 50_000, testImages: 10_000 },
  'cifar-100': { shape: [32, 32, 3], classes: 100, labelsPerImage: 1, trainImages: 50_000, testImages: 10_000 },
  'digitclutter-3': digitclutter(3),
  'digitclutter-4': digitclutter(4),
  'digitclutter-5': digitclutter(5),
};

/** As many images as the repository brings of the CIFAR sets. */
const SAMPLE = { train: 5_000, test: 2_000 };

/**
 * The first images of a task's training and test set. Of the CIFAR sets the repository's sample serves where it has enough,
 * wherever else the set may be, so that equal runs see equal bytes. The set that was loaded last is kept, for the next run.
 * @param onProgress while images are generated (Digitclutter)
 * @throws DataError when the data cannot be had; RangeError for more images than there are
 */
export async function loadTask(task: Task, trainImages: number, testImages: number, onProgress?: OnDrawing): Promise<Dataset> {
  const images = imagesNeeded(task, trainImages, testImages);
  if (last?.task !== task || last.images !== images) last = { task, images, set: await loadSet(task, trainImages, testImages, onProgress) };
  const { set } = last;
  return { ...set, train: take(set.train, trainImages), test: take(set.test, testImages) };
}

let last: { readonly task: Task; readonly images: string; readonly set: Dataset } | undefined;

/** Which images have to be loaded, in a word that is the same where the same will do. */
function imagesNeeded(task: Task, trainImages: number, testImages: number): string {
  if (task.startsWith('digitclutter')) return `${trainImages} + ${testImages}`;
  return cifarImages(trainImages, testImages);
}

function cifarImages(trainImages: number, testImages: number): 'sample' | 'full' {
  return trainImages <= SAMPLE.train && testImages <= SAMPLE.test ? 'sample' : 'full';
}

function loadSet(task: Task, trainImages: number, testImages: number, onProgress: OnDrawing | undefined): Promise<Dataset> {
  switch (task) {
    case 'mnist':
      return loadMnist();
    case 'cifar-10':
      return loadCifar10({ images: cifarImages(trainImages, testImages) });
    case 'cifar-100':
      return loadCifar100({ images: cifarImages(trainImages, testImages) });
    case 'digitclutter-3':
      return loadDigitclutter({ digits: 3, trainImages, testImages, onProgress });
    case 'digitclutter-4':
      return loadDigitclutter({ digits: 4, trainImages, testImages, onProgress });
    case 'digitclutter-5':
      return loadDigitclutter({ digits: 5, trainImages, testImages, onProgress });
  }
}
