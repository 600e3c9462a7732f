import { max, median, min } from 'simple-statistics';
import { isClean, type Turn } from './rounds';

/** How much longer a contender took than the reference. */
export interface Ratio {
  /** of the rounds' own ratios; over the clean rounds, or over all where none was clean */
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  /** rounds in which neither was disturbed */
  readonly cleanRounds: number;
  readonly rounds: number;
}

/** @param turns of the contender and of the reference, in the same rounds */
export function ratioOf(turns: readonly Turn[], reference: readonly Turn[]): Ratio {
  const rounds = turns.map((turn, round) => {
    const other = reference[round]!;
    return { ratio: turn.milliseconds / other.milliseconds, clean: isClean(turn) && isClean(other) };
  });
  const clean = rounds.filter((round) => round.clean);
  const ratios = (clean.length > 0 ? clean : rounds).map(({ ratio }) => ratio);
  return { median: median(ratios), minimum: min(ratios), maximum: max(ratios), cleanRounds: clean.length, rounds: rounds.length };
}
