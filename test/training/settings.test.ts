import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { ResidualNetwork } from '../../src/networks/residual-network';
import type { TrainingInput } from '../../src/training/settings';
import { train } from '../../src/training/train';
import { smallData, smallNetwork } from './small-data';

const good: TrainingInput = { seed: 1, epochs: 1, batchSize: 32, learningRate: { kind: 'constant', rate: 0.1 } };
const everyPart = { statistics: true, scale: true, shift: true };
const stem = { kind: 'convolution', channels: 4 } as const;

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

/** The error of a training that must not take a step, nor memory. */
async function refusal(settings: object, network: object = {}): Promise<string> {
  const { numTensors } = engine.tf.memory();
  const definition = { ...smallNetwork, ...network };
  const training = train(engine, new ResidualNetwork(definition), smallData, { ...good, ...settings }, () => assert.fail('a step was taken'));
  const error = await training.then(() => undefined, (thrown: unknown) => thrown as Error);
  assert.ok(error, 'the training was not refused');
  assert.equal(engine.tf.memory().numTensors, numTensors);
  return error.message;
}

describe('settings that cannot work are refused before any work, naming the field:', () => {
  const steps = (rates: number[], until: number[]) => ({ learningRate: { kind: 'steps', rates, until } });
  for (const [what, settings, sentence] of [
    ['λ above 1', { coupling: 1.1 }, /^The training settings cannot be used: coupling: .*<=1\.$/],
    ['λ below 0', { coupling: -0.1 }, /^The training settings cannot be used: coupling: .*>=0\.$/],
    ['λ that is no number', { coupling: Number.NaN }, /^The training settings cannot be used: coupling: .*NaN\.$/],
    ['a negative Lipschitz constant', { lipschitz: -1 }, /^The training settings cannot be used: lipschitz: .*>0\.$/],
    ['a Lipschitz constant of 0', { lipschitz: 0 }, /^The training settings cannot be used: lipschitz: .*>0\.$/],
    ['half an epoch', { epochs: 0.5 }, /^The training settings cannot be used: epochs: /],
    ['half a seed', { seed: 0.5 }, /^The training settings cannot be used: seed: /],
    ['a momentum of 1', { momentum: 1 }, /^The training settings cannot be used: momentum: .*<1\.$/],
    ['a negative weight decay', { weightDecay: -1e-4 }, /^The training settings cannot be used: weightDecay: /],
    ['an unknown schedule', { learningRate: { kind: 'linear', rate: 1 } }, /^The training settings cannot be used: learningRate\.kind: .*'constant' \| 'steps' \| 'oneCycle'\.$/],
    ['a negative rate', { learningRate: { kind: 'constant', rate: -1 } }, /^The training settings cannot be used: learningRate\.rate: /],
    ['a schedule without its change', steps([0.1, 0.01], []), 'The training settings cannot be used: learningRate.until: 2 rates need 1 epochs at which they change, not 0.'],
    ['a schedule that goes back', steps([1, 2, 3], [4, 2]), 'The training settings cannot be used: learningRate.until: the epochs 4, 2 do not increase.'],
    ['full coupling of blocks that start apart', { coupling: 1, blockStart: 'independent' }, 'The training settings cannot be used: blockStart: blocks that start apart stay apart under full coupling, so it must be "same".'],
    ['an unknown field', { dropout: 0.5 }, /^The training settings cannot be used: there is no "dropout" among the keys seed, epochs, .*blockStart\.$/],
    ['a mistyped field', { batchsize: 4, weightdecays: 0 }, /^The training settings cannot be used: there is no "batchsize" \(perhaps "batchSize"\), "weightdecays" \(perhaps "weightDecay"\) among the keys seed, /],
    ['a batch larger than the data', { batchSize: 97 }, 'A batch of 97 is larger than the set of 96 images: use a smaller batch size.'],
  ] as [string, object, string | RegExp][]) {
    test(what, async () => {
      const message = await refusal(settings);
      if (typeof sentence === 'string') assert.equal(message, sentence);
      else assert.match(message, sentence);
    });
  }
});

describe('a network that does not fit the data or the settings is refused before any work:', () => {
  test('images of another size', async () => {
    assert.equal(await refusal({}, { input: [8, 8, 1] }), 'The network is defined for images of 8 × 8 × 1, but those of bars are 6 × 6 × 1: set its "input" to the latter.');
  });

  test('another number of classes', async () => {
    assert.equal(await refusal({}, { classes: 10 }), 'The network tells 10 classes apart, but bars has 3: set its "classes" to the latter.');
  });

  test('coupling where blocks are shared already', async () => {
    const stages = [{ transition: stem, blocks: 3, sharing: { unsharedBlocks: 1, unshared: everyPart } }];
    assert.equal(await refusal({ coupling: 0.5 }, { stages }), 'The blocks of stage 1 share their convolutions, so their gradients cannot be coupled: set "coupling" to 0.');
  });
});
