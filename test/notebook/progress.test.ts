import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { duration } from '../../src/notebook/duration';
import { progress } from '../../src/notebook/progress';
import { timeToGo } from '../../src/notebook/time-to-go';
import { withFakeKernel, type Published } from './fake-kernel';

/** A clock that stands still unless told to go on. */
function stopClock(): { advance(milliseconds: number): void } {
  let now = 1000;
  mock.method(performance, 'now', () => now);
  return { advance: (milliseconds) => void (now += milliseconds) };
}

const text = (message: Published | undefined): string => String(message?.data['text/plain']);

test('one output is updated, with bar, count, elapsed time, time to go and note', () =>
  withFakeKernel((published) => {
    const clock = stopClock();
    const line = progress(18, 'networks trained');
    line.update(0, 'λ = 0.5, seed 1, epoch 1/3');
    clock.advance(6000);
    line.update(1);
    clock.advance(6000);
    line.update(2.5, 'loss 0.12 <b>');
    clock.advance(118_000);
    line.update(18);
    line.finish();
    mock.restoreAll();

    assert.equal(
      text(published[0]),
      '[····················] 0/18 networks trained · 0 s · estimating time to go · λ = 0.5, seed 1, epoch 1/3',
    );
    assert.equal(text(published[1]), '[#···················] 1/18 networks trained · 6 s · about 1 min 42 s to go');
    assert.match(text(published[2]), /2\/18 networks trained · 12 s · about 1 min \d+ s to go · loss 0\.12 <b>$/);
    assert.match(String(published[2]!.data['text/html']), /<progress value="0.1389" max="1".*loss 0\.12 &#60;b&#62;<\/div>$/);
    assert.equal(text(published.at(-1)), '18 networks trained in 2 min 10 s');
    assert.equal(published.at(-1)!.data['text/html'], '<div>18 networks trained in 2 min 10 s</div>');
    assert.deepEqual(
      published.map(({ update }) => update),
      [false, true, true, true, true],
    );
    assert.equal(new Set(published.map(({ displayId }) => displayId)).size, 1);
  }));

test('what was found done says nothing of the time that the rest takes', () =>
  withFakeKernel((published) => {
    const clock = stopClock();
    const line = progress(20, 'networks trained', 18);
    clock.advance(1000);
    line.update(18);
    clock.advance(60_000);
    line.update(18.5);
    mock.restoreAll();
    assert.match(text(published[0]), /18\/20 networks trained · 1 s · estimating time to go$/);
    assert.match(text(published[1]), /18\/20 networks trained · 1 min 1 s · about 3 min 3 s to go$/);
  }));

test('things that do not take equally long have the time to go of the work that is told, without what of it was found done', () =>
  withFakeKernel((published) => {
    const clock = stopClock();
    const line = progress(20, 'networks trained', 18);
    clock.advance(1000);
    line.update(18.9, '', 18, { done: 0, left: 3 });
    clock.advance(60_000);
    line.update(19, '', 19, { done: 1, left: 2 });
    mock.restoreAll();
    assert.match(text(published[0]), /18\/20 networks trained · 1 s · estimating time to go$/);
    assert.match(text(published[1]), /19\/20 networks trained · 1 min 1 s · about 2 min 2 s to go$/);
  }));

test('two lines are two outputs', () =>
  withFakeKernel((published) => {
    progress(1, 'a').finish();
    progress(1, 'b').finish();
    assert.notEqual(published[0]!.displayId, published[1]!.displayId);
  }));

test('updates are at least 100 ms apart, the last state is always shown', () =>
  withFakeKernel((published) => {
    const clock = stopClock();
    const line = progress(1000, 'steps');
    for (let step = 1; step <= 1000; step++) {
      clock.advance(1);
      line.update(step);
    }
    line.finish();
    mock.restoreAll();
    assert.equal(published.length, 11);
    assert.equal(text(published.at(-1)), '1000 steps in 1 s');
  }));

test('a computation that stops says where and why, and nothing after', () =>
  withFakeKernel((published) => {
    const line = progress(18, 'networks trained');
    line.update(7.6);
    line.stop('interrupted');
    line.update(8);
    line.finish();
    assert.equal(published.length, 2);
    assert.equal(text(published[1]), 'Stopped after 7 of 18 networks trained, 0 s: interrupted');
  }));

test('of things that are in work at the same time the whole ones are counted', () =>
  withFakeKernel((published) => {
    const line = progress(8, 'networks trained');
    line.update(1.9, '2 at a time', 0);
    line.stop('interrupted');
    assert.match(text(published[0]), /^\[#{4}·{16}\] 0\/8 networks trained/);
    assert.equal(text(published[1]), 'Stopped after 0 of 8 networks trained, 0 s: interrupted');
  }));

test('without a kernel it is a line of the error stream', () => {
  const written: string[] = [];
  const { isTTY } = process.stderr;
  mock.method(process.stderr, 'write', (chunk: string) => written.push(chunk) > 0);
  try {
    process.stderr.isTTY = true;
    const live = progress(2, 'files read');
    live.update(1);
    live.finish();
    process.stderr.isTTY = false;
    const logged = progress(2, 'files read');
    logged.update(1);
    logged.update(2);
    logged.finish('All read.');
  } finally {
    mock.restoreAll();
    process.stderr.isTTY = isTTY;
  }
  assert.deepEqual(written, [
    '\r[##########··········] 1/2 files read · 0 s · estimating time to go\x1b[K',
    '\r\x1b[K2 files read in 0 s\n',
    '1/2 files read · 0 s · estimating time to go\n',
    'All read.\n',
  ]);
});

test('time to go is the remaining work at the mean speed', () => {
  assert.equal(
    timeToGo(
      [
        { work: 2, milliseconds: 20 },
        { work: 2, milliseconds: 40 },
      ],
      8,
    ),
    8 * 15,
  );
  assert.equal(timeToGo([], 8), undefined);
  assert.equal(timeToGo([{ work: 1, milliseconds: 5 }], 0), 0);
});

test('a pause hardly changes the time to go', () => {
  const steady = Array.from({ length: 40 }, () => ({ work: 1, milliseconds: 100 }));
  const close = (estimate: number | undefined): boolean => estimate !== undefined && Math.abs(estimate - 1000) < 1e-6;
  assert.ok(close(timeToGo([...steady, { work: 1, milliseconds: 3_600_000 }], 10)));
  assert.ok(close(timeToGo([...steady, { work: 3, milliseconds: 0 }], 10)));
});

test('durations', () => {
  assert.deepEqual([0, 499, 8000, 59_600, 60_000, 130_000, 3_599_900, 11_100_000].map(duration), [
    '0 s',
    '0 s',
    '8 s',
    '1 min',
    '1 min',
    '2 min 10 s',
    '1 h',
    '3 h 5 min',
  ]);
});
