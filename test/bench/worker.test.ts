import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from '../../bench/measuring/worker';

const start = (program: string): ReturnType<typeof Worker.start> => Worker.start('the stand-in', process.execPath, ['-e', program], process.env);

/** Says how long it has been alive, by its own counting of tenths of a second. */
const COUNTING = `
  let tenths = 0;
  setInterval(() => tenths++, 100);
  console.log(JSON.stringify({ versions: { node: 'x' }, threads: 2 }));
  process.stdin.on('data', (calls) => console.log(JSON.stringify({ milliseconds: [Number(calls)], losses: [tenths] })));
`;

test('a worker answers in its turns and stands still between them', async () => {
  const { worker, ready } = await start(COUNTING);
  try {
    assert.deepEqual(ready, { versions: { node: 'x' }, threads: 2 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { milliseconds, losses } = await worker.turn(3);
    assert.deepEqual(milliseconds, [3]);
    assert.ok(losses[0]! < 5, `it ran for ${losses[0]} tenths of a second although it was stopped`);
  } finally {
    worker.end();
  }
});

test('a worker that dies says what it printed', async () => {
  await assert.rejects(start('throw new Error("no such module")'), /the stand-in ended before its work was done: .*no such module/s);
});

test('a worker that prints something else is refused', async () => {
  await assert.rejects(start('console.log("hello")'), /the stand-in printed "hello" where a line of JSON belongs/);
});

test('a program that is not there', async () => {
  await assert.rejects(Worker.start('the stand-in', '/nowhere/python', [], process.env), /the stand-in cannot start: .*ENOENT/);
});
