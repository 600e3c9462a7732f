import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { importNetwork, networkOf, type ImportOptions } from '../../src/weights/import-network';
import type { ImportedNetwork } from '../../src/weights/imported-network';
import { saveNetwork } from '../../src/weights/network-file';
import { decodeTensors } from '../../src/weights/safetensors';
import type { StoredTensor, TensorFile } from '../../src/weights/tensor-file';
import { scratchFolder } from '../data/scratch';
import { pytorchCases } from '../engine/pytorch';
import { smallNetwork } from '../training/small-data';

/** test/fixtures/pytorch/families.py */
const { networks } = pytorchCases('families') as { readonly networks: { readonly family: string; readonly name: string; readonly file: string }[] };
const fileOf = (name: string): TensorFile => decodeTensors(Buffer.from(networks.find((network) => network.name === name)!.file, 'base64'), name);

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

/** A file with some tensors changed. */
function changed(name: string, change: (tensors: Map<string, StoredTensor>) => unknown): TensorFile {
  const { tensors, metadata } = fileOf(name);
  const others = new Map(tensors);
  change(others);
  return { tensors: others, metadata };
}
const zeros = (...shape: number[]): StoredTensor => ({ shape, values: new Float32Array(shape.reduce((product, length) => product * length, 1)) });

describe('a network with parts that none of the families has is refused by them:', () => {
  const cases: [name: string, file: () => TensorFile, problem: RegExp][] = [
    ['ResNeXt', () => changed('torchvision, Bottleneck', (tensors) => [...tensors.keys()].filter((name) => /layer\d\.\d\.conv2\.weight/.test(name)).forEach((name) => {
      const [outputs, inputs, ...size] = tensors.get(name)!.shape as [number, number, number, number];
      tensors.set(name, zeros(outputs, inputs / 2, ...size));
    })), /the nearest is resnet \(it has "layer1\.0\.conv2\.weight" in the shape \[4,2,3,3\] instead of \[4,4,3,3\] \(a convolution in 2 groups, as ResNeXt has, which is not supported\); /],
    ['squeeze and excitation', () => changed('timm, Bottleneck', (tensors) => tensors.set('layer1.0.se.fc1.weight', zeros(1, 16, 1, 1)).set('layer1.0.se.fc1.bias', zeros(1))), /the nearest is resnet \(it has "layer1\.0\.se\.fc1\.weight" \[1,16,1,1\], which such a network has not; has "layer1\.0\.se\.fc1\.bias" \[1\]/],
    ['a deep stem', () => changed('timm, BasicBlock', (tensors) => ['0', '3', '6'].forEach((i) => (tensors.delete('conv1.weight'), tensors.set(`conv1.${i}.weight`, zeros(4, 3, 3, 3))))), /(?:lacks "conv1\.weight"|has "conv1\.0\.weight").*has "conv1\.\d\.weight" \[4,3,3,3\], which such a network has not/],
    ['a Wide ResNet with another convolution in a block', () => changed('convShortcut', (tensors) => tensors.set('block2.layer.1.conv3.weight', zeros(8, 8, 3, 3))), /the nearest is wide-resnet \(it .*block2\.layer\.1\.(?:conv3|bn3)/],
    ['a Wide ResNet with a scale of its own', () => changed('convShortcut', (tensors) => tensors.set('block2.layer.1.alpha', zeros(1))), /the nearest is wide-resnet \(it has "block2\.layer\.1\.alpha" \[1\], which such a network has not\)/],
    ['a file without blocks', () => ({ tensors: new Map([['fc.weight', zeros(2, 3)], ['fc.bias', zeros(2)]]), metadata: new Map() }), /has no blocks/],
  ];
  for (const [name, file, problem] of cases) {
    test(name, () => {
      const before = engine.tf.memory().numTensors;
      assert.throws(() => networkOf(engine, 'x.safetensors', file()), (error: Error) => {
        assert.match(error.message, /^x\.safetensors fits no family of networks that can be measured; .*: export a network that has /);
        return error.name === 'WeightsError' && (assert.match(error.message, problem), true);
      });
      assert.equal(engine.tf.memory().numTensors, before, 'nothing is kept');
    });
  }
});

/** Rows and columns of the states that enter and leave the blocks of every stage, for images of 32 × 32. */
function sides({ stages }: ImportedNetwork): number[] {
  return engine.tf.tidy(() => {
    let state: Value = engine.tf.zeros([1, 32, 32, 3]);
    return stages.map((stage) => {
      state = through({ stages: [stage] }, state);
      return state.shape[1]!;
    });
  });
}

const through = ({ stages }: Pick<ImportedNetwork, 'stages'>, image: Value): Value => {
  const ops = new Operations(engine.kernels);
  return stages.reduce((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), image);
};

describe('what a file cannot tell is as the family has it, unless it is chosen, and is told:', () => {
  const cases: [what: string, network: string, choice: ImportOptions, sides: readonly number[], told: RegExp][] = [
    ['nothing chosen', 'torchvision, Bottleneck', {}, [8, 4, 2, 1], /stem of 7 × 7 with stride 2 and a max pool; strides of the stages 1, 2, 2, 2;/],
    ['strides', 'torchvision, Bottleneck', { strides: [1, 1, 1, 2, 1] }, [16, 16, 8, 8], /stem of 7 × 7 with stride 1 and a max pool; strides of the stages 1, 1, 2, 1;/],
    ['no max pool', 'torchvision, Bottleneck', { maxPool: false }, [16, 8, 4, 2], /with stride 2 and no pool;/],
    ['a max pool', 'identity padding', { maxPool: true }, [16, 8, 4], /stem of 3 × 3 with stride 1 and a max pool;/],
    ['strides with identity padding', 'identity padding', { strides: [2, 1, 1, 2] }, [16, 16, 8], /stride 2 and no pool; strides of the stages 1, 1, 2;/],
    ['strides of Hugging Face', 'Hugging Face, bottleneck', { strides: [2, 2, 2, 2, 2], maxPool: false }, [8, 4, 2, 1], /with stride 2 and no pool; strides of the stages 2, 2, 2, 2;/],
    ['strides of a wide one', 'convShortcut', { strides: [1, 2, 2, 2], maxPool: true }, [8, 4, 2], /and a max pool; strides of the stages 2, 2, 2;/],
    ['a shortcut from the activation', 'convShortcut', { shortcutFrom: 'activation' }, [32, 16, 8], /a 1 × 1 convolution of the block’s first activation\./],
    ['a shortcut from the input', 'convShortcut', { shortcutFrom: 'input' }, [32, 16, 8], /a 1 × 1 convolution of the block’s input\./],
  ];
  for (const [what, name, choice, expected, told] of cases) {
    test(what, () => {
      const network = networkOf(engine, name, fileOf(name), choice);
      assert.deepEqual(sides(network), expected);
      assert.match(network.told.join('\n'), told);
      network.dispose();
    });
  }

  test('a normalization', () => {
    const normalization = { mean: [0.1, 0.2, 0.3], standardDeviation: [1, 2, 4] };
    const network = networkOf(engine, 'x', fileOf('convShortcut'), { normalization });
    assert.deepEqual(network.normalization, normalization);
    assert.match(network.told.join('\n'), /with mean 0\.1, 0\.2, 0\.3 and deviation 1, 2, 4\./);
    network.dispose();
  });

  test('the input of a shortcut gives other numbers than the first activation', () => {
    const logits = (choice: ImportOptions): number[] => {
      const network = networkOf(engine, 'x', fileOf('convShortcut'), choice);
      const found = engine.tf.tidy(() => {
        const ops = new Operations(engine.kernels);
        const image = ops.reshape(engine.tf.linspace(-1, 1, 768), [1, 16, 16, 3]);
        return [...numbersOf(network.head(ops, through(network, image)))];
      });
      network.dispose();
      return found;
    };
    assert.deepEqual(logits({ shortcutFrom: 'activation' }), logits({}));
    assert.notDeepEqual(logits({ shortcutFrom: 'input' }), logits({}));
  });

  test('stages that cannot have indices', () => {
    const keep = (blocks: number) => changed('torchvision, BasicBlock', (tensors) => [...tensors.keys()].filter((name) => Number(/^layer\d\.(\d)/.exec(name)?.[1]) >= blocks).forEach((name) => tensors.delete(name)));
    const told = (blocks: number): string => {
      const network = networkOf(engine, 'x', keep(blocks));
      network.dispose();
      return network.told[network.told.length - 1]!;
    };
    assert.match(told(2), /^Indices need stages with two iterated blocks or more, not counting a first block that changes the shape; stages with fewer: 2 \(1\), 3 \(1\), 4 \(1\)\.$/);
    assert.match(told(1), /stages with fewer: 1 \(1\), 2 \(0\), 3 \(0\), 4 \(0\)\.$/);
    assert.match(told(3), /^Inputs are /);
  });
});

describe('a choice that would change nothing is refused:', () => {
  test('too many or too few strides', () => {
    assert.throws(() => networkOf(engine, 'x', fileOf('convShortcut'), { strides: [1, 1, 2] }), { name: 'RangeError', message: 'The strides 1, 1, 2 are 3, but the network has a stem and 3 stages: give 4 numbers.' });
    assert.throws(() => networkOf(engine, 'x', fileOf('convShortcut'), { strides: [1, 1, 2, 2, 2] }), /give 4 numbers/);
  });

  test('what shortcuts take, where there are none such', () => {
    assert.throws(() => networkOf(engine, 'x', fileOf('torchvision, BasicBlock'), { shortcutFrom: 'input' }), { name: 'RangeError', message: /^The network has no convolutions in shortcuts of pre-activation blocks/ });
  });

  test('of a network of the project', async (context) => {
    const path = join(await scratchFolder(context), 'own.safetensors');
    const network = new ResidualNetwork(smallNetwork);
    const values = { network, parameters: initialTensors(engine.tf, network.parameters, 1, 'independent'), statistics: initialTensors(engine.tf, network.statistics, 1, 'same') };
    await saveNetwork(path, values, { mean: [0.5], standardDeviation: [0.25] });
    await assert.rejects(importNetwork(engine, path, { maxPool: true }), { name: 'RangeError', message: `${path} says itself what network it holds: leave strides, max pool and shortcut out.` });
  });
});
