import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playRounds, timedTurn, undisturbedTurn } from '../../bench/measuring/rounds';
import { turn } from './turns';

test('rounds go forward and backward in turns, and every contender keeps its own times', async () => {
  const order: string[] = [];
  const turns = await playRounds(3, 2, (contender, round) => {
    order.push(`${contender}${round}`);
    return Promise.resolve(turn(10 * contender + round));
  });
  assert.deepEqual(order, ['00', '10', '20', '21', '11', '01']);
  assert.deepEqual(turns.map((own) => own.map(({ milliseconds }) => milliseconds)), [[0, 1], [10, 11], [20, 21]]);
});

test('a disturbed turn is tried again until it is clean', async () => {
  const tries = [turn(1, 0.9), turn(2, 0.2), turn(3, 0.01), turn(4)];
  const taken = await undisturbedTurn(() => Promise.resolve(tries.shift()!), 0);
  assert.equal(taken.milliseconds, 3);
  assert.equal(tries.length, 1);
});

test('after four tries the last one stands, and stays marked as disturbed', async () => {
  let tries = 0;
  const taken = await undisturbedTurn(() => Promise.resolve(turn(++tries, 0.5)), 0);
  assert.deepEqual([taken.milliseconds, taken.foreignShare, tries], [4, 0.5, 4]);
});

test('a turn is the median of its calls, and what others used of the machine', async () => {
  const answer = { milliseconds: [9, 1, 3], losses: [], cpuSeconds: 0, peakMemoryMB: 7 };
  const slow = { turn: () => new Promise<typeof answer>((resolve) => setTimeout(() => resolve(answer), 50)) };
  const clock = [10, 1010]; // others were busy for a thousand seconds meanwhile
  const disturbed = await timedTurn(slow, 3, () => clock.shift()!);
  assert.equal(disturbed.milliseconds, 3);
  assert.equal(disturbed.peakMemoryMB, 7);
  assert.ok(disturbed.foreignShare > 1);
  assert.equal((await timedTurn(slow, 3, () => 10)).foreignShare, 0);
});
