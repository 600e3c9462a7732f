import { take, type Dataset, type ImageSet } from '../data/dataset';
import { loadCifar10, loadCifar100, loadMnist } from '../data/load';

/** A task's name in the command, its test images in all, and how it is loaded. */
interface Task {
  readonly testImages: number;
  readonly load: (images: 'full' | 'best available') => Promise<Dataset>;
}

export const TASKS: Readonly<Record<string, Task>> = {
  cifar10: { testImages: 10_000, load: (images) => loadCifar10({ images }) },
  cifar100: { testImages: 10_000, load: (images) => loadCifar100({ images }) },
  mnist: { testImages: 10_000, load: () => loadMnist() },
};

/**
 * The first `count` test images of a task; without a count all that are here. More than the repository's sample are looked
 * for in DATA_DIR and then downloaded.
 * @throws RangeError when the task has fewer, before anything is loaded
 */
export async function testImages({ testImages: all, load }: Task, count: number | undefined): Promise<{ dataset: Dataset; set: ImageSet }> {
  if (count !== undefined && count > all) throw new RangeError(`There are ${all} test images: ask for --images from 1 to ${all}, not ${count}.`);
  let dataset = await load('best available');
  if (count !== undefined && count > dataset.test.size) dataset = await load('full');
  return { dataset, set: count === undefined ? dataset.test : take(dataset.test, count) };
}
