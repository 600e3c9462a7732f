import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { layoutOf } from '../../src/measuring/programs/block-programs';
import { measurable, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { threeIndices } from '../../src/ideas/indices/measure';
import { readPrograms } from '../../src/measuring/programs/run-programs';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { smallData, smallNetwork } from '../training/small-data';

/** Two logits that are closer than this may change places. */
const TIE = 1e-4;

test('a run that is long enough to be compiled, with a smaller last batch, gives what a short one gives, image by image', async () => {
  const engine = await startEngine();
  const residual = new ResidualNetwork(smallNetwork);
  const tensors = (specs: typeof residual.parameters) => initialTensors(engine.tf, specs, 1, 'independent');
  const network = measurable({ network: residual, parameters: tensors(residual.parameters), statistics: tensors(residual.statistics) });
  let originals = 0;
  const counted: MeasurableNetwork = { ...network, head: (ops, state) => (originals++, network.head(ops, state)) };
  const programs = threeIndices(1 / 3).programs(layoutOf(network));

  /** logits by program */
  const run = async (set: ImageSet): Promise<number[][]> => {
    const logits = programs.map((): number[] => []);
    await readPrograms(engine, counted, programs, set, smallData, (program, read) => logits[program]!.push(...numbersOf(read)));
    return logits;
  };
  const { test: one } = smallData;
  const copies = 21;
  const many: ImageSet = {
    ...one,
    size: copies * one.size,
    images: Uint8Array.from({ length: copies * one.images.length }, (_, i) => one.images[i % one.images.length]!),
    labels: Uint8Array.from({ length: copies * one.size }, (_, i) => one.labels[i % one.size]!),
  };
  const short = await run(one);
  const headsOfABatch = originals;
  originals = 0;
  const long = await run(many);
  assert.equal(originals, 1 + headsOfABatch, 'traced once, and run as it is on the last, smaller batch');

  const answer = (row: readonly number[]): number => row.indexOf(Math.max(...row));
  const isTie = ([a, b, c]: readonly number[]): boolean => Math.min(Math.abs(a! - b!), Math.abs(b! - c!), Math.abs(c! - a!)) <= TIE;
  programs.forEach(({ stage, blocks }, p) => {
    const scale = Math.max(...short[p]!.map(Math.abs));
    const apart = long[p]!.reduce((worst, value, i) => Math.max(worst, Math.abs(value - short[p]![i % short[p]!.length]!)), 0);
    assert.ok(apart <= 1e-5 * scale, `program ${blocks.join()} of stage ${stage}: logits of scale ${scale} are ${apart} apart`);
    const rows = (logits: readonly number[]): number[][] => Array.from({ length: logits.length / 3 }, (_, i) => logits.slice(3 * i, 3 * i + 3));
    const expected = rows(short[p]!);
    const others = rows(long[p]!).filter((row, i) => answer(row) !== answer(expected[i % one.size]!) && !isTie(row));
    assert.deepEqual(others, [], `program ${blocks.join()} of stage ${stage}`);
  });
});
