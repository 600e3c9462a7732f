import { cifar10Set } from '../data/cifar-10';
import { cifar100Set } from '../data/cifar-100';
import type { Normalization } from '../data/dataset';

const pick = ({ mean, standardDeviation }: Normalization): Normalization => ({ mean, standardDeviation });

/** What makes inputs of pixels, by the name of the data whose statistics it has. */
export const NORMALIZATIONS = {
  imagenet: { mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] },
  cifar10: pick(cifar10Set),
  /** as most public training scripts for CIFAR-10 have it: the deviations are means of each image's own */
  'cifar10-public': { mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.2023, 0.1994, 0.201] },
  cifar100: pick(cifar100Set),
  mnist: { mean: [0.1307], standardDeviation: [0.3081] },
} as const satisfies Record<string, Normalization>;

/**
 * A normalization by its name, or as text: means, a slash, standard deviations, e.g. `0.5,0.5,0.5/0.25,0.25,0.25`.
 * @throws RangeError
 */
export function parseNormalization(text: string): Normalization {
  if (text in NORMALIZATIONS) return NORMALIZATIONS[text as keyof typeof NORMALIZATIONS];
  const [mean = [], standardDeviation = [], ...more] = text.split('/').map((part) => part.split(',').map((number) => (number.trim() === '' ? NaN : Number(number))));
  const fits = more.length === 0 && mean.length === standardDeviation.length && mean.every(Number.isFinite) && standardDeviation.every((value) => value > 0 && Number.isFinite(value));
  if (fits) return { mean, standardDeviation };
  throw new RangeError(`'${text}' is no normalization: name one of ${Object.keys(NORMALIZATIONS).join(', ')}, or give means and standard deviations as m,m,m/s,s,s.`);
}
