import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNormalization } from '../../src/weights/normalizations';

test('a normalization is named, or given as means and standard deviations', () => {
  assert.deepEqual(parseNormalization('imagenet'), { mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] });
  assert.deepEqual(parseNormalization('cifar10').mean, [0.4914, 0.4822, 0.4465]);
  assert.deepEqual(parseNormalization('0.5, 0.4,0.3/0.25,0.2,1'), { mean: [0.5, 0.4, 0.3], standardDeviation: [0.25, 0.2, 1] });
  assert.deepEqual(parseNormalization('0/1'), { mean: [0], standardDeviation: [1] });
});

for (const text of ['imagenett', '0.5,0.5/0.2', '0.5,0.5,0.5', '0.5/0', '0.5/-1', 'a/b', '0.5,/1,1', '1/2/3', '']) {
  test(`"${text}" is none, which says what there is`, () => {
    assert.throws(() => parseNormalization(text), { name: 'RangeError', message: `'${text}' is no normalization: name one of imagenet, cifar10, cifar10-public, cifar100, mnist, or give means and standard deviations as m,m,m/s,s,s.` });
  });
}
