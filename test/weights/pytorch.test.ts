import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../src/data/batch';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import type { Value } from '../../src/engine/values';
import { measurable, type MeasurableNetwork } from '../../src/networks/measurable-network';
import type { NetworkInput } from '../../src/networks/definition';
import { inferencePass } from '../../src/networks/passes';
import { train } from '../../src/training/train';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { loadCifarResnet } from '../../src/weights/import-network';
import { loadNetwork, saveNetwork } from '../../src/weights/network-file';
import { loadPublishedNetwork, type PublishedName } from '../../src/weights/published-networks';
import { readTensors } from '../../src/weights/safetensors';
import { scratchFolder } from '../data/scratch';
import { assertNear, labelTensor, pytorchCases, tensor, type EncodedTensor } from '../engine/pytorch';
import { smallData, smallNetwork } from '../training/small-data';

/** A file that the safetensors package wrote, with PyTorch's logits (test/fixtures/pytorch/weights.py). */
interface FileCase {
  readonly name: string;
  readonly file: string;
  readonly images: EncodedTensor;
  readonly logits: EncodedTensor;
}

interface OwnCase extends FileCase {
  readonly architecture: 'residual-network';
  readonly definition: NetworkInput;
}

interface CifarCase extends FileCase {
  readonly architecture: 'cifar-resnet';
  readonly blocks: number;
  readonly classes: number;
  readonly labels: EncodedTensor;
  readonly imageGradient: EncodedTensor;
}

/** One of the published networks. */
interface PublishedCase extends Omit<FileCase, 'file'> {
  readonly architecture: 'published';
  readonly name: PublishedName;
}

const cases = pytorchCases('weights') as (OwnCase | CifarCase | PublishedCase)[];
const own = cases.filter((one): one is OwnCase => one.architecture === 'residual-network');
const cifar = cases.filter((one): one is CifarCase => one.architecture === 'cifar-resnet');
const published = cases.filter((one): one is PublishedCase => one.architecture === 'published');

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const forward = (network: MeasurableNetwork, ops: Operations, images: Value): Value =>
  network.head(ops, network.stages.reduce((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), images));

describe('a network of the project in a file of PyTorch’s:', () => {
  for (const { name, file, definition, images, logits } of own) {
    test(`${name}: PyTorch’s logits; exported again, PyTorch’s own tensors bit by bit`, async (context) => {
      const folder = await scratchFolder(context);
      const [given, again] = [join(folder, 'given.safetensors'), join(folder, 'again.safetensors')];
      await writeFile(given, Buffer.from(file, 'base64'));

      const saved = await loadNetwork(engine, given);
      assert.deepEqual(saved.normalization, { mean: [0.5, 0.25], standardDeviation: [0.2, 0.3] });
      assert.deepEqual(saved.network.definition, new ResidualNetwork(definition).definition);
      await saveNetwork(again, saved, saved.normalization);
      engine.tf.tidy(() => assertNear(forward(measurable(saved), new Operations(engine.kernels), tensor(engine.tf, images)), logits, 'logits'));
      saved.dispose();

      const sorted = ({ tensors }: Awaited<ReturnType<typeof readTensors>>) => [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
      assert.deepEqual(sorted(await readTensors(again)), sorted(await readTensors(given)));
    });
  }
});

describe('a cifar-resnet in a file of PyTorch’s:', () => {
  for (const { name, file, blocks, classes, images, labels, logits, imageGradient } of cifar) {
    test(`${name}: its stages, PyTorch’s logits and the loss’s gradient in the images`, async (context) => {
      const path = join(await scratchFolder(context), 'given.safetensors');
      await writeFile(path, Buffer.from(file, 'base64'));
      const network = await loadCifarResnet(engine, path);
      assert.deepEqual(network.stages.map((stage) => stage.blocks.length), [blocks, blocks - 1, blocks - 1]);
      assert.equal(network.classes, classes);
      engine.tf.tidy(() => {
        const input = tensor(engine.tf, images);
        const { result, gradients } = differentiate(
          engine.kernels,
          (ops) => {
            const found = forward(network, ops, input);
            return { found, loss: ops.sum(ops.softmaxCrossEntropy(found, labelTensor(engine.tf, labels))) };
          },
          [input],
        );
        assertNear(result.found, logits, 'logits');
        assertNear(gradients[0]!, imageGradient, 'gradient in the images');
      });
      network.dispose();
    });
  }
});

describe('the published network', () => {
  for (const { name, images, logits } of published) {
    test(`${name} has PyTorch’s logits`, async () => {
      const network = await loadPublishedNetwork(engine, name);
      engine.tf.tidy(() => assertNear(forward(network, new Operations(engine.kernels), tensor(engine.tf, images)), logits, 'logits'));
      network.dispose();
    });
  }
});

const root = join(__dirname, '..', '..');
const python = join(root, '.environment', 'pytorch', 'bin', 'python');

/** The script that pretrained/README.md gives, for a file of weights. */
function documentedScript(weights: string): string {
  const readme = readFileSync(join(root, 'pretrained', 'README.md'), 'utf8');
  const [, script = ''] = /```python\n(.*?)```/s.exec(readme) ?? [];
  return script.replace(/^ {2}/gm, '').replace('FILE.safetensors', weights);
}

const skip = existsSync(python) ? false : 'PyTorch is not installed; npm run bench installs it';
test('a network trained here, exported, has the same logits in PyTorch by the script of pretrained/README.md', { skip }, async (context) => {
  const weights = join(await scratchFolder(context), 'trained.safetensors');
  const network = new ResidualNetwork(smallNetwork);
  const trained = await train(engine, network, smallData, { seed: 1, epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.1 } });
  await saveNetwork(weights, trained, smallData);
  const [batch] = batchesInOrder(take(smallData.test, 20), smallData, 20);
  const [height, width] = smallData.test.shape;
  // One channel: [batch, height, width, 1] and [batch, 1, height, width] hold the same numbers in the same order.
  const before = `import json, torch\nimages = torch.tensor(json.loads(input())).view(20, 1, ${height}, ${width})\n`;
  const script = `${before}${documentedScript(weights)}\nprint(json.dumps([network.mean, network.std, logits.tolist()]))`;
  const { stdout, stderr } = spawnSync(python, ['-B', '-c', script], { cwd: root, encoding: 'utf8', input: JSON.stringify([...batch!.images]) });
  assert.notEqual(stdout, '', stderr);
  const [mean, std, logits] = JSON.parse(stdout) as [number[], number[], number[][]];
  assert.deepEqual([mean, std], [smallData.mean, smallData.standardDeviation]);
  engine.tf.tidy(() => {
    const pass = inferencePass(new Operations(engine.kernels), trained.parameters, trained.statistics);
    const found = network.forward(pass, engine.tf.tensor(batch!.images, [...batch!.shape]));
    const expected = { shape: [20, 3], base64: Buffer.from(Float32Array.from(logits.flat()).buffer).toString('base64') };
    assertNear(found, expected, 'logits');
  });
  trained.dispose();
});
