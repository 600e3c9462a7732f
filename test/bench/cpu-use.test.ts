import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busySeconds, busySecondsOf, foreignShare } from '../../bench/measuring/cpu-use';

test('busy is what is neither idle nor waiting nor counted already as a guest', () => {
  //                      user nice system idle iowait irq softirq steal guest guest_nice
  const stat = 'cpu  100 20 30 5000 600 4 5 6 70 8\ncpu0 50 10 15 2500 300 2 2 3 35 4\nintr 1\n';
  assert.equal(busySecondsOf(stat), 1.65);
});

test('a /proc/stat without the fields is refused', () => {
  assert.throws(() => busySecondsOf('cpu  1 2 3\n'), /proc\/stat/);
  assert.throws(() => busySecondsOf('intr 1\n'), /proc\/stat/);
});

test('this process makes the machine busy', () => {
  const before = busySeconds();
  const end = performance.now() + 100;
  while (performance.now() < end);
  const busy = busySeconds() - before;
  assert.ok(busy >= 0.05, `${busy} s`);
});

test('what the measured process did not use is foreign; ticks that round down do not count against it', () => {
  assert.equal(foreignShare(1.5, 1, 1, 2), 0.25);
  assert.equal(foreignShare(1, 1.01, 1, 2), 0);
});
