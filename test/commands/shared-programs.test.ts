import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { measuredImages } from '../../src/commands/measured-images';
import { SharedPrograms } from '../../src/commands/shared-programs';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { threeIndices } from '../../src/ideas/indices/measure';
import type { StageProgram } from '../../src/measuring/programs/block-programs';
import { walkPrograms } from '../../src/measuring/programs/run-programs';
import type { ReadElsewhere } from '../../src/measuring/programs/share';
import type { NetworkInput } from '../../src/networks/definition';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { importNetwork } from '../../src/weights/import-network';
import { saveNetwork } from '../../src/weights/network-file';
import { scratchFolder } from '../data/scratch';

const definition: NetworkInput = { input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 4, stride: 4 }, blocks: 2 }] };
const programs: readonly StageProgram[] = threeIndices(0.1).programs([2]);
const IMAGES = 1000;

describe('processes that share the images of programs', () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine();
  });

  async function subjectOf(context: TestContext) {
    const network = new ResidualNetwork(definition);
    const weights = join(await scratchFolder(context), 'own.safetensors');
    const { tf } = engine;
    const values = { network, parameters: initialTensors(tf, network.parameters, 1, 'independent'), statistics: initialTensors(tf, network.statistics, 1, 'same') };
    await saveNetwork(weights, values, { mean: [0.1307], standardDeviation: [0.3081] });
    const file = { weights, data: 'mnist', images: IMAGES, architecture: 'residual-network' } as const;
    const imported = await importNetwork(engine, weights, file);
    const { set, training } = await measuredImages(imported, file);
    return { file, subject: { engine, network: imported, set, training: training!, normalization: imported.normalization, chance: 0.1, seed: 1 } };
  }

  /** Logits of every program on all images. */
  async function logits(run: (read: ReadElsewhere) => Promise<void> | undefined): Promise<readonly Float32Array[]> {
    const all = programs.map(() => new Float32Array(IMAGES * 10));
    await run((program, said, from) => all[program]!.set(numbersOf(said), from * 10));
    return all;
  }

  test('give the bits of one process of one thread, on statistics estimated anew, and those of this process but for the order in which its threads add', async (context) => {
    const { file, subject } = await subjectOf(context);
    const fractions: number[] = [];
    const by = async (processes: number): Promise<readonly Float32Array[]> => {
      const sharing = new SharedPrograms(file, subject, processes, 0);
      const all = await logits((read) => sharing.run(programs, true, read, (fraction) => void fractions.push(fraction)));
      sharing.end();
      return all;
    };
    const [one, two] = [await by(1), await by(2)];
    assert.deepEqual(two, one);
    assert.ok(Math.abs(fractions[fractions.length - 1]! - 1) < 1e-9);
    const here = await logits((read) => walkPrograms(engine, subject.network, programs, subject.set, subject.normalization, (program, said, { indices }) => read(program, said, indices[0]!), { training: subject.training, fold: true }));
    for (const [program, expected] of here.entries()) {
      const scale = Math.max(...expected.map(Math.abs));
      assert.ok(scale > 0.01);
      assert.ok(expected.every((value, i) => Math.abs(value - two[program]![i]!) < 1e-4 * scale), `program ${program}`);
    }
  });

  test('are not started for little work, and tell what went wrong in one', async (context) => {
    const { file, subject } = await subjectOf(context);
    assert.equal(new SharedPrograms(file, subject, 2).run(programs, true, () => undefined, () => undefined), undefined);
    const elsewhere = new SharedPrograms({ ...file, weights: `${file.weights}.gone` }, subject, 2, 0);
    await assert.rejects(elsewhere.run(programs, true, () => undefined, () => undefined)!, /own\.safetensors\.gone/);
    elsewhere.end();
  });
});
