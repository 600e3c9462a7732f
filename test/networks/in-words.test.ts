import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { startEngine } from '../../src/engine/engine';
import { OwnNetwork } from '../../src/networks/own-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { untrained } from '../../src/networks/untrained';
import { Trainer } from '../../src/training/trainer';
import { train } from '../../src/training/train';
import { loadNetwork, saveNetwork } from '../../src/weights/network-file';
import { scratchFolder } from '../data/scratch';
import { smallData, smallNetwork } from '../training/small-data';

const settings = { seed: 3, epochs: 1, batchSize: 32, coupling: 0.5, lipschitz: 2, learningRate: { kind: 'constant', rate: 0.05 } } as const;
const network = new ResidualNetwork(smallNetwork);
const said = inspect(network);

test('a network is shown in two lines: images, classes, stages and parameters', () => {
  const own = new OwnNetwork(() => ({
    input: [28, 28, 1],
    stages: [{ transition: ({ ops }, x) => ops.reshape(ops.averagePool(x, 4), [x.shape[0]!, 49]), blocks: 1, block: ({ ops, weight }, h) => ops.add(h, ops.matMul(h, weight('kernel', [49, 49]))) }],
    head: ({ ops, weight }, h) => ops.matMul(h, weight('kernel', [49, 10])),
  }));
  assert.equal(inspect(own), 'OwnNetwork: images [28, 28, 1] to 10 classes, normalization none\n  1 stage: 1 block on [49]; 2,891 parameters');
  const { trainable } = network.parameterCount();
  assert.equal(said, `ResidualNetwork: images [6, 6, 1] to 3 classes, normalization batch\n  ${smallNetwork.stages.length} stages: ${smallNetwork.stages.map(({ blocks }, s) => `${blocks} blocks on [${network.stateShapes[s]!.join(', ')}]`).join('; ')}; ${trainable.toLocaleString('en-US')} parameters`);
});

test('a network with values also says how it came to them and where they are, and nothing else of it changes', async (context) => {
  const engine = await startEngine();
  const tensors = network.parameters.length + network.statistics.length;
  const where = `its values are ${tensors} tensors in the engine’s memory, until dispose()`;
  const trained = await train(engine, network, smallData, settings);
  assert.equal(inspect(trained), `${said}\n  trained for 1 epoch from seed 3, λ = 0.5, c = 2; ${where}`);
  assert.deepEqual(Object.keys(trained).sort(), ['dispose', 'network', 'parameters', 'settings', 'statistics']);
  assert.deepEqual(Object.getOwnPropertySymbols({ ...trained }), []);
  const path = join(await scratchFolder(context), 'small.safetensors');
  await saveNetwork(path, trained, smallData);
  assert.equal(inspect(await loadNetwork(engine, path)), `${said}\n  of ${path}; ${where}`);
  assert.equal(inspect(untrained(engine, network, { seed: 1, blockStart: 'same' })), `${said}\n  not trained; ${where}`);
});

test('an engine and a training under way are shown in few lines', async () => {
  const engine = await startEngine();
  assert.match(inspect(engine), /^Engine: TensorFlow [\d.]+ on the [CG]PU, \d+ threads?(, oneDNN)?; its report says more, its tf is all of tfjs$/);
  const trainer = new Trainer(engine, network, smallData, settings);
  trainer.advance();
  assert.equal(inspect(trainer), `Trainer, 1 of ${trainer.steps} steps done\n${said}`);
  trainer.dispose();
});
