import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { inTurn } from '../../src/training/after-steps';
import { gradientRatios } from '../../src/ideas/sharing/gradient-ratios';
import { normsAtInitialization } from '../../src/ideas/sharing/norms-at-initialization';
import { sharingVariants } from '../../src/ideas/sharing/variants';
import { stateNormHistory } from '../../src/ideas/sharing/over-training';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { namedNetwork } from '../../src/networks/named-networks';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { gradientRatioTable, stateNormTable, type StateNormRow } from '../../src/ideas/sharing/rows';
import { train } from '../../src/training/train';
import { smallData, smallNetwork } from '../training/small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const options = { unsharedBlocks: 1, initialScale: 0.1 };

describe('variants of sharing', () => {
  test('are JAB18’s ResNet-110, its naive sharing and ResNet-110-UBN, and six ablations', () => {
    const variants = sharingVariants(namedNetwork('resnet-110'), { unsharedBlocks: 5, initialScale: 0.1 });
    assert.equal(Object.keys(variants).length, 9);
    assert.deepEqual(new ResidualNetwork(variants.unshared!).definition, new ResidualNetwork(namedNetwork('resnet-110')).definition);
    assert.deepEqual(new ResidualNetwork(variants['unshared batch norm']!).definition, new ResidualNetwork(namedNetwork('resnet-110-ubn')).definition);
    // Sharing γ and β too saves those of 12 of the 13 steps in each stage: two norms of 16, 32 and 64 channels.
    const count = (name: string): number => new ResidualNetwork(variants[name]!).parameterCount().trainable;
    assert.equal(count('unshared batch norm') - count('naive sharing'), 12 * 4 * (16 + 32 + 64));
    assert.equal(count('own statistics'), count('naive sharing'));
  });

  test('that differ in nothing that a training step sees at initialization have the same norms; others have not', async () => {
    const norms = await normsAtInitialization(engine, sharingVariants(smallNetwork, options), [1], smallData, take(smallData.train, 24));
    const of = (name: string) => stateNormTable.rows(norms).filter(({ network }) => network === name).map(({ activationNorm, gradientNorm }) => [activationNorm, gradientNorm]);
    // With the batch's statistics the running ones have no part; all β start at 0; own γ start at 0.1, shared ones at 1.
    for (const same of ['own statistics', 'own β', 'own statistics, β']) assert.deepEqual(of(same), of('naive sharing'));
    for (const same of ['own γ', 'own statistics, γ', 'own γ, β']) assert.deepEqual(of(same), of('unshared batch norm'));
    assert.notDeepEqual(of('naive sharing'), of('unshared'));
    assert.notDeepEqual(of('naive sharing'), of('unshared batch norm'));
    assert.equal(of('unshared').length, 8);
  });
});

describe('norms while a network trains', () => {
  test('start as at initialization, are those of the network after the chosen steps, and leave no tensor behind', async () => {
    const network = new ResidualNetwork(smallNetwork);
    const set = take(smallData.train, 24);
    const history = stateNormHistory(engine, { network, name: 'small', seed: 3, data: smallData }, [1, 3], set);
    const seen: number[] = [];
    const settings = { seed: 3, epochs: 1, batchSize: 24, blockStart: 'independent', learningRate: { kind: 'constant', rate: 1e-30 }, weightDecay: 0 } as const;
    const run = () => train(engine, network, smallData, settings, inTurn(history.afterStep, ({ step }) => void seen.push(step)));
    (await run()).dispose();
    const kept = engine.tf.memory().numTensors;
    (await run()).dispose();
    assert.equal(engine.tf.memory().numTensors, kept);
    assert.deepEqual(seen, [1, 2, 3, 4, 1, 2, 3, 4]);

    // With a learning rate of nearly 0 nothing moves, so every step's norms are those at initialization.
    const withoutStep = (rows: readonly StateNormRow[]) => rows.map(({ step: _, ...rest }) => rest);
    const atStart = stateNormTable.rows(await normsAtInitialization(engine, { small: smallNetwork }, [3], smallData, set));
    const rows = stateNormTable.rows(history.table());
    assert.deepEqual(rows.map(({ step }) => step), [1, 3, 1, 3].flatMap((step) => Array<number>(8).fill(step)));
    for (const part of [0, 1, 2, 3]) assert.deepEqual(withoutStep(rows.slice(8 * part, 8 * part + 8)), withoutStep(atStart));
  });

  test('give one ratio for each network of two stages or more, seed and step', () => {
    const row = (network: string, stage: number, block: number, gradientNorm: number): StateNormRow => ({
      task: 'synthetic', network, seed: 1, step: 0, stage, block, state: 2 * stage + block - 1, activationNorm: 1, gradientNorm,
    });
    const norms = ['a', 'b'].flatMap((name, i) => [row(name, 1, 0, 6), row(name, 1, 1, 5), row(name, 2, 0, 4), row(name, 2, 1, 3 + i), row(name, 3, 0, 2), row(name, 3, 1, 1)]);
    norms.push(row('of one stage', 1, 0, 6), row('of one stage', 1, 1, 5));
    assert.deepEqual(gradientRatioTable.rows(gradientRatios(stateNormTable.table(norms))).map(({ network, ratio }) => [network, ratio]), [['a', 2], ['b', 1.5]]);
  });
});
