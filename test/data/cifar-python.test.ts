import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pythonNames, pythonRecords } from '../../src/data/cifar-python';

/** test/data/fixtures/make_pickles.py */
const { good, bad, names } = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'pickles.json'), 'utf8')) as {
  good: Record<string, string>;
  bad: Record<string, string>;
  names: string;
};
const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const LABELS = ['coarse_labels', 'fine_labels'];

/** Labels, then the pixels, as the script has them. */
const expected = Buffer.concat([[1, 2], [0, 0], [1, 1]].map((labels, image) => Buffer.from([...labels, ...Array.from({ length: 3072 }, (_, i) => (image * 3072 + i) % 251)])));

describe('a batch of CIFAR’s Python version is read as records of the binary one:', () => {
  for (const [name, base64] of Object.entries(good)) {
    test(name, () => assert.deepEqual(Buffer.from(pythonRecords(bytes(base64), LABELS)), expected));
  }

  test('and the names of its classes', () => {
    assert.equal(Buffer.from(pythonNames(bytes(names), 'fine_label_names')).toString(), 'ant\nbee\n');
    assert.throws(() => pythonNames(bytes(names), 'label_names'), { message: 'has no list under "label_names"' });
  });
});

describe('a pickle that would execute something, or is none of these, is refused:', () => {
  const problems: Record<string, RegExp> = {
    'a call': /holds a pickle that calls posix\.system, which is not done here/,
    'a call within': /holds a pickle that calls posix\.system/,
    eval: /holds a pickle that calls __builtin__\.eval/,
    'an instance': /holds a pickle with the opcode 0x69, which is not read here/,
    'a number': /holds no dictionary/,
    'no data': /has no array of bytes under "data"/,
  };
  for (const [name, base64] of Object.entries(bad)) {
    test(name, () => assert.throws(() => pythonRecords(bytes(base64), LABELS), problems[name]!));
  }

  test('cut off anywhere', () => {
    const whole = bytes(good['protocol 2 of Python 2']!);
    for (let length = 0; length < 300; length++) assert.throws(() => pythonRecords(whole.subarray(0, length), LABELS), /is cut short|holds a/);
    assert.throws(() => pythonRecords(whole.subarray(0, -1), LABELS), { message: 'is cut short' });
  });
});
