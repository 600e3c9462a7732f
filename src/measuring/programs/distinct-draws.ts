import type { BlockProgram } from './block-programs';
import { generator, type RandomGenerator } from '../../data/random';

/**
 * Random programs of a stage that differ from one another: the same ones whenever they are asked for.
 * @param stream names the random stream, with the stage
 * @param count how many
 * @param among how many different ones `draw` can give
 */
export function distinctDraws(
  seed: number,
  stream: string,
  count: number,
  among: number,
  draw: (random: RandomGenerator) => BlockProgram,
): readonly BlockProgram[] {
  const random = generator(seed, stream);
  const found = new Map<string, BlockProgram>();
  while (found.size < Math.min(count, among)) {
    const program = draw(random);
    found.set(program.join(), program);
  }
  return [...found.values()];
}

/** What is drawn of a stage is needed for every resample of a bootstrap, and so kept. */
export function keptByStage<Drawn>(draw: (stage: number, blocks: number) => Drawn): (stage: number, blocks: number) => Drawn {
  const kept = new Map<string, Drawn>();
  return (stage, blocks) => {
    const key = `${stage}/${blocks}`;
    if (!kept.has(key)) kept.set(key, draw(stage, blocks));
    return kept.get(key)!;
  };
}

/** @throws RangeError unless a control's number of draws is a whole number from 1 on */
export function checkCount(what: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`The number of ${what} must be a whole number from 1 on, not ${count}.`);
}
