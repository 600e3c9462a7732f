import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { TASK_FACTS, TASKS, type Task } from '../../src/data/task';
import { definedNetwork } from '../../src/networks/defined-network';
import type { NetworkDefinition } from '../../src/networks/definition';
import { namedNetwork } from '../../src/networks/named-networks';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { experimentOf } from '../../src/experiments/experiment';
import { experiment, EXPERIMENT_NAMES, experimentsOf } from '../../src/experiments/experiments';
import { PRESETS } from '../../src/experiments/presets';
import { settingsTable } from '../../src/experiments/settings-table';
import { KEPT_NETWORKS } from '../../src/runs/kept-networks';
import { parseRun, runHash, trainingHash, type Run } from '../../src/runs/run';
import { readTensors } from '../../src/weights/safetensors';

// An experiment is parsed, and its networks are built, when it is made.
const all = Object.fromEntries(PRESETS.map((preset) => [preset, experimentsOf(preset)]));

test('runs of all experiments and presets have one name only where they compute the same', () => {
  const runs = PRESETS.flatMap((preset) => all[preset]!.flatMap((each) => each.runs));
  const computed = ({ experiment: _e, preset: _p, variant: _v, ...rest }: Run): string => JSON.stringify(rest);
  assert.equal(new Set(runs.map(runHash)).size, new Set(runs.map(computed)).size);
});

test('a run says of which experiment and preset it is', () => {
  for (const preset of PRESETS) {
    for (const { name, runs } of all[preset]!) {
      assert.ok(runs.every((run) => run.preset === preset && run.experiment === name), `${name} at ${preset}`);
      assert.ok(settingsTable(experiment(name, preset)).numRows() > 10);
    }
  }
});

const study = (task: Task): Run[] => all.study!.flatMap(({ name, runs }) => (name === 'sharing' ? [] : runs.filter((run) => run.task === task)));
const seedsOf = (runs: readonly Run[], coupling: number, lipschitz: number | null, normalization = 'batch', variant = 'standard'): number =>
  new Set(
    runs
      .filter((run) => run.variant === variant && run.network.normalization === normalization && run.training.coupling === coupling && run.training.lipschitz === lipschitz)
      .map(({ training: { seed } }) => seed),
  ).size;

describe('in the study', () => {
  for (const task of ['mnist', 'cifar-10', 'cifar-100', 'digitclutter-3'] as const) {
    test(`${task} has the seven main settings from five seeds, on all images`, () => {
      const runs = study(task);
      assert.equal(seedsOf(runs, 0, null, 'batch', 'conventional'), 5);
      for (const coupling of [0, 1]) for (const normalization of ['batch', 'group']) assert.equal(seedsOf(runs, coupling, null, normalization), 5, `λ = ${coupling}, ${normalization}`);
      for (const lipschitz of [1, 0.5]) assert.equal(seedsOf(runs, 0, lipschitz), 5, `c = ${lipschitz}`);
      const { trainImages, testImages } = TASK_FACTS[task];
      assert.ok(runs.every((run) => run.trainImages === trainImages && run.testImages === testImages));
      const [first, second] = [1, 2].map((seed) => runs.findIndex(({ training }) => training.seed === seed));
      assert.deepEqual([first, second], [0, 7], 'all main settings of a seed before the next');
    });
  }

  test('it has as many runs as its plan says', () => {
    assert.deepEqual(TASKS.map((task) => study(task).length), [85, 53, 41, 53, 0, 9]);
    const { runs } = all.study!.find(({ name }) => name === 'sharing')!;
    const untrained = runs.filter(({ training }) => training.epochs === 0);
    assert.equal(runs.length - untrained.length, 3 * (2 + 7 + 2));
    const seeds = (variant: string): number[] => runs.filter((run) => run.variant === variant).map(({ training }) => training.seed);
    // J8's growth at initialisation: 20 seeds, those of trained networks among them
    for (const variant of ['unshared', 'naive sharing']) assert.deepEqual(seeds(variant).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i + 1));
    assert.equal(untrained.length, 2 * 17);
  });

  test('conventional networks differ from those at λ = 0 in where their blocks start, and at which scale', () => {
    const of = (variant: string): Run => study('mnist').find((run) => run.variant === variant)!;
    const [conventional, standard] = [of('conventional'), of('standard')];
    assert.deepEqual({ ...standard, variant: 'conventional', network: { ...standard.network, initialResidualScale: 1 }, training: { ...standard.training, blockStart: 'independent' } }, conventional);
  });

  test('networks that are kept, measured or not yet, are its runs, but for labels and measurements', async () => {
    const asked = new Map(all.study!.flatMap(({ runs }) => runs).map((run) => [trainingHash(run), run]));
    const paths = KEPT_NETWORKS.filter(existsSync).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
    assert.ok(paths.length >= 28, 'one of each main setting of every task');
    for (const path of paths) {
      const { metadata } = await readTensors(path);
      const run = parseRun(JSON.parse(metadata.get('configuration')!));
      const { experiment, preset, variant, measurements } = asked.get(trainingHash(run)) ?? assert.fail(`${path} is no run of the study`);
      assert.deepEqual({ ...run, experiment, preset, variant, measurements }, asked.get(trainingHash(run)));
    }
  });
});

test('networks of one experiment of LPK24 differ in their setting only', () => {
  for (const { name, runs } of all.paper!.filter(({ name: of }) => of !== 'sharing')) {
    for (const task of new Set(runs.map((run) => run.task))) {
      const common = runs.filter((run) => run.task === task).map(({ network, training }) => {
        const { normalization: _n, stages, ...rest } = network as NetworkDefinition;
        const { seed: _s, coupling: _c, couplingBy: _b, lipschitz: _l, blockStart: _t, ...same } = training;
        return JSON.stringify([rest, stages.map(({ transition }) => transition), same]);
      });
      assert.equal(new Set(common).size, 1, `${name}, ${task}`);
    }
  }
});

test('at paper the networks of Table 1 and their schedule are JAB18’s', () => {
  const runs = all.paper!.find(({ name }) => name === 'sharing')!.runs;
  const of = (variant: string): Run[] => runs.filter((run) => run.variant === variant);
  const same = (run: Run, name: string): void => assert.deepEqual(run.network, new ResidualNetwork(namedNetwork(name, TASK_FACTS[run.task].classes)).definition);
  for (const name of ['resnet-32', 'resnet-38', 'resnet-56', 'resnet-146-ubn', 'resnet-182-ubn']) {
    assert.deepEqual([of(name).length, new Set(of(name).map(({ task }) => task)).size], [8, 2], name);
    of(name).forEach((run) => same(run, name));
  }
  of('unshared').forEach((run) => same(run, 'resnet-110'));
  of('unshared batch norm').forEach((run) => same(run, 'resnet-110-ubn'));
  const { epochs, learningRate } = of('unshared')[0]!.training;
  assert.deepEqual([epochs, learningRate], [300, { kind: 'steps', rates: [0.1, 0.01, 0.001, 0.00001], until: [80, 120, 200] }]);
});

test('sharing compares networks with as many trainable convolutions, and every part of batch norm', () => {
  const { runs } = experiment('sharing', 'study');
  const parameters = (variant: string): number => definedNetwork(runs.find((run) => run.variant === variant)!.network).parameterCount().trainable;
  assert.equal(parameters('naive sharing'), parameters('4 blocks'));
  assert.ok(parameters('unshared') > parameters('unshared batch norm') && parameters('unshared batch norm') > parameters('naive sharing'));
  assert.equal(new Set(runs.filter(({ network }) => (network as NetworkDefinition).stages[0]!.sharing).map(({ variant }) => variant)).size, 5);
});

describe('refused in a sentence:', () => {
  test('an unknown experiment', () => {
    assert.throws(() => experiment('imagenet', 'study'), { name: 'RangeError', message: `There is no experiment "imagenet"; choose one of ${EXPERIMENT_NAMES.join(', ')}.` });
  });

  test('an unknown preset', () => {
    for (const name of EXPERIMENT_NAMES) assert.throws(() => experiment(name, 'huge'), { name: 'RangeError', message: /no preset "huge" .* smoke, study, paper\.$/ });
  });

  test('one run asked for twice', () => {
    const [{ format: _f, experiment: _e, preset: _p, ...run }] = experiment('mnist', 'smoke').runs as [Run];
    assert.throws(() => experimentOf('mnist', 'MNIST', 'smoke', [run, run]), { name: 'RangeError', message: /twice \(mnist, conventional, seed 1\)/ });
  });
});
