import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { compileNetwork } from '../../src/inference/compile-network';
import type { MeasurableNetwork } from '../../src/networks/measurable-network';
import { foreignFile } from '../../src/weights/foreign-file';
import { importNetwork } from '../../src/weights/import-network';
import { readTensors } from '../../src/weights/safetensors';
import { scratchFolder } from '../data/scratch';

/** test/fixtures/pytorch/full_size.py */
interface FullSize {
  readonly family: string;
  readonly name: string;
  readonly file: string;
  readonly side: number;
  readonly logits: readonly (readonly number[])[];
}

const root = join(__dirname, '..', '..');
/** A Python that has the libraries: the one that the variable names, or the benchmark's. */
const python = process.env.PYTHON_WITH_LIBRARIES ?? join(root, '.environment', 'pytorch', 'bin', 'python');

/** What is missing to make networks of a library; false where nothing is. */
function missing(...libraries: string[]): string | false {
  if (!existsSync(python)) return `no Python with ${libraries.join(', ')}: name one by PYTHON_WITH_LIBRARIES`;
  const script = `import importlib.util as u, sys\nprint(*[name for name in sys.argv[1:] if u.find_spec(name) is None], sep=', ', end='')`;
  const { stdout } = spawnSync(python, ['-c', script, ...libraries], { encoding: 'utf8' });
  return stdout === '' ? false : `${python} lacks ${stdout}`;
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const forward = (network: MeasurableNetwork, input: Value): Value => {
  const ops = new Operations(engine.kernels);
  return network.head(ops, network.stages.reduce((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), input));
};

for (const [library, ...others] of [
  ['torchvision'],
  ['timm'],
  ['transformers'],
  ['written', 'torchvision', 'timm', 'transformers'],
] as const) {
  const skip = missing('torch', 'safetensors', ...(library === 'written' ? others : [library]));
  test(`full-size networks have the logits of ${library === 'written' ? 'PyTorch modules after published layouts' : library}, within 1e-4 of the largest`, { skip }, async (context) => {
    const folder = await scratchFolder(context);
    const { status, stdout, stderr } = spawnSync(python, ['-B', join(root, 'test', 'fixtures', 'pytorch', 'full_size.py'), folder, library], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    for (const { family, name, file, side, logits } of JSON.parse(stdout) as FullSize[]) {
      const network = await importNetwork(engine, join(folder, file));
      assert.equal(network.architecture, family, name);
      const bytes = await readFile(join(folder, file.replace('.safetensors', '.inputs')));
      const inputs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const expected = logits.flat();
      const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const most = engine.tf.tidy(() => {
        const input = engine.tf.tensor(inputs, [logits.length, side, side, 3]);
        const compiled = compileNetwork(engine, network, input.shape);
        const found = [network, compiled].map((each) => numbersOf(forward(each, input)).reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0));
        compiled.dispose();
        return Math.max(...found) / scale;
      });
      network.dispose();
      context.diagnostic(`${family}, ${name}: largest difference ${most.toExponential(1)} of the largest logit`);
      assert.ok(most <= 1e-4, `${name}: ${most}`);
    }
  });
}

for (const [form, saved] of [
  ['a zip archive', 'torch.save({"state_dict": state, "epoch": 3}, "net.pt")'],
  ['a pickle', 'torch.save(state, "net.pt", _use_new_zipfile_serialization=False)'],
] as const) {
  test(`the three lines of Python that are told make a safetensors file of ${form} of PyTorch`, { skip: missing('torch', 'safetensors') }, async (context) => {
    const folder = await scratchFolder(context);
    const runPython = (script: string): void => {
      const { status, stderr } = spawnSync(python, ['-B', '-c', script], { encoding: 'utf8', cwd: folder });
      assert.equal(status, 0, stderr);
    };
    runPython(`import torch\nstate = {"a.weight": torch.arange(6.).reshape(2, 3).t(), "b.bias": torch.tensor([0.5])}\n${saved}`);
    const told = foreignFile(await readFile(join(folder, 'net.pt')), 'net.pt');
    assert.ok(told?.problem.startsWith(`is ${form}`));
    const lines = told!.remedy.split('\n').slice(-3);
    assert.match(lines[0]!, /^import torch; /);
    runPython(lines.join('\n'));
    const { tensors } = await readTensors(join(folder, 'net.pt.safetensors'));
    assert.deepEqual([...tensors].map(([name, { shape, values }]) => [name, shape, [...values]]), [['a.weight', [3, 2], [0, 3, 1, 4, 2, 5]], ['b.bias', [1], [0.5]]]);
  });
}
