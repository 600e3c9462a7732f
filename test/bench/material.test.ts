import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readImages, readValues, writeMaterial } from '../../bench/material';
import { initialValues } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';

test('contenders read the network and the batch that were written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  try {
    const network = new ResidualNetwork({
      input: [6, 5, 3],
      classes: 4,
      stages: [{ transition: { kind: 'convolution', channels: 2 }, blocks: 2 }],
    });
    writeMaterial(folder, network.definition, [...network.parameters, ...network.statistics], 7, 1);
    const values = readValues(folder);
    assert.deepEqual(Object.keys(values), [...network.parameters, ...network.statistics].map(({ name }) => name));
    for (const spec of network.parameters) assert.deepEqual(values[spec.name], initialValues(spec, 1, 'independent'));
    for (const spec of network.statistics) assert.ok(values[spec.name]!.every((value) => value !== 0 && value !== 1));

    const { images, labels, size } = readImages(folder, network.definition.input);
    assert.deepEqual([images.length, labels.length, size], [7 * 6 * 5 * 3, 7, 7]);
    assert.ok(labels.every((label) => label < 4));
    assert.ok(Math.max(...images) > 200 && Math.min(...images) < 50);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
