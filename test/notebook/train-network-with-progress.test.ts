import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { initialValues } from '../../src/networks/initial-values';
import { numbersOf } from '../../src/engine/tensors';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { trainNetworkWithProgress } from '../../src/notebook/train-network-with-progress';
import { smallData, smallNetwork } from '../training/small-data';
import { withFakeKernel, type Published } from './fake-kernel';

const network = new ResidualNetwork(smallNetwork);
const settings = { seed: 1, batchSize: 32, learningRate: { kind: 'constant', rate: 0.05 } } as const;
const last = (published: readonly Published[]): string => String(published[published.length - 1]?.data['text/plain']);

test('a training shows how far it is, and gives the trained network', () =>
  withFakeKernel(async (published) => {
    const trained = await trainNetworkWithProgress(await startEngine(), network, smallData, { ...settings, epochs: 2 });
    assert.equal(trained.network, network);
    trained.dispose();
    assert.match(String(published[0]!.data['text/plain']), /0\/2 epochs trained .* loss \d\.\d{3}$/);
    assert.match(last(published), /^2 epochs trained in /);
  }));

test('an interrupt stops it within a step', () =>
  withFakeKernel(async (published, interrupt) => {
    const training = trainNetworkWithProgress(await startEngine(), network, smallData, { ...settings, epochs: 1e6 });
    setTimeout(() => interrupt(new Error('interrupted')), 300);
    await assert.rejects(training, { message: 'interrupted' });
    assert.match(last(published), /^Stopped after \d+ of 1000000 epochs trained, .*: Interrupted; the next start trains it anew\. Runs \(runWithProgress\) keep checkpoints and go on from there\.$/);
  }));

test('of no epoch the network stays as it starts', () =>
  withFakeKernel(async (published) => {
    const engine = await startEngine();
    const trained = await trainNetworkWithProgress(engine, network, smallData, { ...settings, epochs: 0 });
    const [first] = network.parameters;
    assert.deepEqual([...numbersOf(trained.parameters[first!.name]!)], [...initialValues(first!, 1, trained.settings.blockStart)]);
    trained.dispose();
    assert.match(last(published), /^0 epochs trained in /);
  }));

test('settings that cannot be used are refused before there is a line', () =>
  withFakeKernel(async (published) => {
    const wrong = { ...settings, epoch: 1 } as unknown as Parameters<typeof trainNetworkWithProgress>[3];
    await assert.rejects(trainNetworkWithProgress(await startEngine(), network, smallData, wrong), /^RangeError: The training settings cannot be used: .*"epoch"/);
    assert.deepEqual(published, []);
  }));
