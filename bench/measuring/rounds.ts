import { median } from 'simple-statistics';
import type { Answer } from '../job';
import { busySeconds, foreignShare } from './cpu-use';

/** A contender's turn in a round. */
export interface Turn {
  /** median of its calls, wall-clock time */
  readonly milliseconds: number;
  /** share of the machine's processor time that other processes used meanwhile */
  readonly foreignShare: number;
  readonly peakMemoryMB: number;
  /** of its calls */
  readonly losses: readonly number[];
}

/** Above this share of the machine used by others a turn counts as disturbed (ours). */
export const MAX_FOREIGN_SHARE = 0.08;

/** How often a disturbed turn is tried again, and the pause before, in milliseconds. */
const RETRIES = 3;
const PAUSE = 2000;

export const isClean = (turn: Turn): boolean => turn.foreignShare <= MAX_FOREIGN_SHARE;

/** What takes turns: a worker, or a test's stand-in. */
export interface TurnTaker {
  turn(calls: number): Promise<Answer>;
}

/** One turn, with what others used of the machine meanwhile. */
export async function timedTurn(taker: TurnTaker, calls: number, busy = busySeconds): Promise<Turn> {
  const start = performance.now();
  const busyBefore = busy();
  const { milliseconds, cpuSeconds, peakMemoryMB, losses } = await taker.turn(calls);
  const share = foreignShare(busy() - busyBefore, cpuSeconds, (performance.now() - start) / 1000);
  return { milliseconds: median([...milliseconds]), foreignShare: share, peakMemoryMB, losses };
}

/** A turn that is tried again while it is disturbed; the last try counts, clean or not. */
export async function undisturbedTurn(take: () => Promise<Turn>, pause = PAUSE): Promise<Turn> {
  let turn = await take();
  for (let retry = 0; retry < RETRIES && !isClean(turn); retry++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    turn = await take();
  }
  return turn;
}

/**
 * Rounds in which every contender has one turn, in turns forward and backward, so that neither always follows the other.
 * @param take gives contender i its turn
 * @returns [contender][round]
 */
export async function playRounds(contenders: number, rounds: number, take: (contender: number, round: number) => Promise<Turn>): Promise<Turn[][]> {
  const turns: Turn[][] = Array.from({ length: contenders }, () => []);
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < contenders; place++) {
      const contender = round % 2 === 0 ? place : contenders - 1 - place;
      turns[contender]!.push(await take(contender, round));
    }
  }
  return turns;
}
