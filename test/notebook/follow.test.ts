import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow } from '../../src/notebook/follow';
import { withFakeKernel, type Published } from './fake-kernel';

const last = (published: readonly Published[]): string => String(published[published.length - 1]?.data['text/plain']);

test('a computation that is followed gives its result, and its line ends with what was done', () =>
  withFakeKernel(async (published) => {
    const result = await follow(2, 'networks measured', async (report) => {
      await report(1, 'first');
      return 42;
    });
    assert.equal(result, 42);
    assert.match(String(published[0]!.data['text/plain']), /1\/2 networks measured .* first$/);
    assert.match(last(published), /^2 networks measured in /);
  }));

test('an interrupt stops it where it reports next, and the line says so', () =>
  withFakeKernel(async (published, interrupt) => {
    const work = follow(2, 'networks measured', async (report) => {
      await report(1, '');
      interrupt(new Error('interrupted'));
      await report(2, '');
      assert.fail('it went on');
    });
    await assert.rejects(work, { message: 'interrupted' });
    assert.match(last(published), /^Stopped after . of 2 networks measured, .*: Interrupted\.$/);
  }));

test('what is refused before anything is done has no line beside its error', () =>
  withFakeKernel(async (published) => {
    await assert.rejects(follow(2, 'networks measured', () => Promise.reject(new Error('it is no network'))), { message: 'it is no network' });
    assert.deepEqual(published, []);
  }));
