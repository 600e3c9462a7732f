import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { parseRun, type Run, type RunInput } from '../../src/runs/run';
import { openStore, type RunStore } from '../../src/runs/run-store';

/** A run on MNIST of twelve steps that takes a second: two stages of two blocks on maps of 7² and 4² pixels. */
export function tinyRun(change: Partial<Omit<RunInput, 'training'>> & { readonly training?: Partial<RunInput['training']> } = {}): Run {
  return parseRun({
    format: 1,
    experiment: 'test',
    preset: 'smoke',
    task: 'mnist',
    variant: 'standard',
    trainImages: 96,
    testImages: 40,
    recordsPerEpoch: 3,
    measurements: ['indices'],
    network: {
      input: [28, 28, 1],
      classes: 10,
      groups: 2,
      stages: [
        { transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 2 },
        { transition: { kind: 'residual', channels: 4 }, blocks: 2 },
      ],
    },
    ...change,
    training: { seed: 1, epochs: 2, batchSize: 16, learningRate: { kind: 'oneCycle', peak: 0.1 }, ...change.training },
  });
}

/** An empty store that is removed after the tests. */
export function emptyStore(): RunStore {
  const folder = mkdtempSync(join(tmpdir(), 'runs-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return openStore(folder);
}
