import seedrandom from 'seedrandom';
import { z } from 'zod';
import { parseSettings } from '../settings/parse-settings';
import { sha256 } from './checksum';

/** The whole state of a random generator: four numbers that survive JSON exactly. */
export const generatorStateSchema = z.strictObject({
  algorithm: z.literal('alea'),
  c: z.number().int().nonnegative(),
  s0: z.number().min(0).lt(1),
  s1: z.number().min(0).lt(1),
  s2: z.number().min(0).lt(1),
});

/** @see {@link generatorStateSchema} */
export type GeneratorState = Readonly<z.infer<typeof generatorStateSchema>>;

/**
 * The random stream named `stream` of an experiment's seed, e.g. `generator(3, 'weights')`. Streams are independent of
 * one another: drawing more from one changes nothing in another.
 *
 * @param seed - a whole number, negative ones included
 */
export function generator(seed: number, stream: string): RandomGenerator {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed ${seed} is not a whole number: use one such as 0, 1, 2.`);
  // Hashed, because Alea's own seeding leaves the first numbers of similar seeds related.
  return new RandomGenerator(seedrandom.alea(sha256(`${seed}/${stream}`), { state: true }));
}

/**
 * The generator that continues where the one that gave `state` was.
 *
 * @throws RangeError if `state` is not the state of a generator
 */
export function restoreGenerator(state: GeneratorState): RandomGenerator {
  const { c, s0, s1, s2 } = parseSettings(generatorStateSchema, state, 'saved state of the random generator');
  return new RandomGenerator(seedrandom.alea('', { state: { c, s0, s1, s2 } }));
}

/** Random numbers by J. Baagøe's Alea (period about 2^116), the same on every machine. */
export class RandomGenerator {
  readonly #alea: seedrandom.StatefulPRNG<seedrandom.State.Alea>;

  /** Made by {@link generator} and {@link restoreGenerator}. */
  constructor(alea: seedrandom.StatefulPRNG<seedrandom.State.Alea>) {
    this.#alea = alea;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return this.#alea.double();
  }

  /**
   * A whole number from 0 to `below` - 1, each as likely as the others.
   *
   * @param below - from 1 to 2^32
   */
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`A random whole number below ${below} cannot be drawn: the bound must be a whole number from 1 to 2^32.`);
    }
    // What lies beyond the last whole multiple of `below` is drawn again, or small numbers would be favoured.
    const multiple = 2 ** 32 - (2 ** 32 % below);
    let bits = this.#alea.int32() >>> 0;
    while (bits >= multiple) bits = this.#alea.int32() >>> 0;
    return bits % below;
  }

  /** Normal with mean 0 and variance 1 (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Brings `items` into a random order, in place (Fisher and Yates): every order is as likely as the others. */
  shuffle(items: Int32Array | unknown[]): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
  }

  /** A copy of the state, for {@link restoreGenerator}. */
  state(): GeneratorState {
    const { c, s0, s1, s2 } = this.#alea.state();
    return { algorithm: 'alea', c, s0, s1, s2 };
  }
}
