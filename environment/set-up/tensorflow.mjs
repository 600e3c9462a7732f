/**
 * TensorFlow's C library out of PyPI's wheel, and the binding of `@tensorflow/tfjs-node-gpu` compiled against it. The
 * package's own install script is not run: it downloads an older library, which knows no current CUDA, from its vendor.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ask, run } from '../system/child.mjs';
import { bytesBelow, contentsOf, readJson } from '../system/files.mjs';
import { installed, python, root, temporary } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { pythonEnvironment } from './python.mjs';
import { findCompiler } from './requirements.mjs';

const folder = join(installed, 'tensorflow');
const sources = join(root, 'environment', 'tensorflow');
const enginePackage = 'node_modules/@tensorflow/tfjs-node-gpu';
const headersPackage = 'node_modules/node-api-headers';

/** The compiled binding; it finds the library from where the engine's package loads it. */
export const binding = join(folder, 'tfjs_binding.node');
const libraryFromBinding = '$ORIGIN/../../../../../.environment/tensorflow/tensorflow';

const flags = ['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8', `-Wl,-rpath,${libraryFromBinding}`];

/** Megabytes of the wheels to download, and of all that lies on the disk at the worst moment. */
const builds = { cpu: { wheels: 232, disk: 1300 }, cuda: { wheels: 2425, disk: 9000 } };

/** The interpreter that the wheels are made for: fixed, so that every machine gets the same file whatever Python it has. */
const wheelTarget = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none'];

/** @type {Readonly<Partial<Record<string, string>>>} */
const machines = { x64: 'x86_64', arm64: 'aarch64' };

/** Whether an NVIDIA driver runs here. */
export const hasNvidiaDriver = () => existsSync('/proc/driver/nvidia/version') || ask('nvidia-smi', ['--list-gpus'], { seconds: 10 }).output.includes('GPU 0');

/**
 * Which build this machine gets: TENSORFLOW_BUILD if set (`cpu` or `cuda`), else `cuda` where an NVIDIA driver is found.
 * @returns {'cpu' | 'cuda'}
 */
export function chosenBuild() {
  const asked = process.env.TENSORFLOW_BUILD;
  if (asked === 'cpu' || asked === 'cuda') return asked;
  if (asked) throw new Problem(`TENSORFLOW_BUILD is '${asked}': set it to cpu or cuda, or leave it unset.`);
  return process.platform === 'linux' && process.arch === 'x64' && hasNvidiaDriver() ? 'cuda' : 'cpu';
}

/** Identifies the exact npm packages that are compiled. */
function lockedSources() {
  const { packages } = /** @type {{ packages: Record<string, { integrity?: string }> }} */ (readJson(join(root, 'package-lock.json')));
  return [enginePackage, headersPackage].map((name) => `${name} ${packages[name]?.integrity ?? ''}`);
}

function refuseOtherMachines() {
  /** @type {{ header: { glibcVersionRuntime?: string } }} */
  const { header } = /** @type {any} */ (process.report.getReport());
  if (process.platform === 'linux' && header.glibcVersionRuntime !== undefined && machines[process.arch]) return;
  throw new Problem(
    `There is no TensorFlow library for this machine (${process.platform} ${process.arch}): the native engine needs Linux with glibc on x86_64 or aarch64, for instance by environment/Dockerfile.`,
  );
}

/** @type {import('./step.mjs').Step} */
export const tensorflow = {
  name: 'tensorflow',
  title: 'TensorFlow library and its binding',
  inputs: () => [chosenBuild(), contentsOf([join(sources, `${chosenBuild()}.txt`), join(sources, 'unpack.py')], root), ...lockedSources(), ...flags, process.arch],
  outputs: [folder],
  get megabytes() {
    return builds[chosenBuild()].disk;
  },
  optional: true,
  require() {
    refuseOtherMachines();
    findCompiler();
  },
  async install(progress, log) {
    refuseOtherMachines();
    const compiler = findCompiler().command.split(' ');
    const build = chosenBuild();
    const env = pythonEnvironment();
    const wheels = join(temporary, 'wheels');
    const partial = join(temporary, 'tensorflow');
    for (const path of [wheels, partial]) rmSync(path, { recursive: true, force: true });
    mkdirSync(wheels, { recursive: true });

    const size = builds[build].wheels;
    const watch = setInterval(() => progress(`downloading, ${Math.min(size, Math.round(bytesBelow(temporary) / 1e6))} of ${size} MB`), 1000);
    try {
      const machine = machines[process.arch];
      const target = [...wheelTarget, '--platform', `manylinux_2_17_${machine}`, '--platform', `manylinux2014_${machine}`];
      const from = ['--require-hashes', '--no-deps', '--retries', '2', '--progress-bar', 'off', '-r', join(sources, `${build}.txt`)];
      await run(python, ['-m', 'pip', 'download', ...target, ...from, '--dest', wheels], { doing: 'downloading the TensorFlow library', log, env });
    } finally {
      clearInterval(watch);
    }

    progress('unpacking');
    const files = readdirSync(wheels).map((name) => join(wheels, name));
    await run(python, [join(sources, 'unpack.py'), partial, ...files], { doing: 'unpacking the TensorFlow library', log, env });
    rmSync(wheels, { recursive: true });

    progress('compiling the binding');
    const library = join(partial, 'tensorflow');
    const [command = 'c++', ...commandFlags] = compiler;
    const includes = [join(root, headersPackage, 'include'), join(library, 'include'), join(root, enginePackage)].map((path) => `-I${path}`);
    const code = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(root, enginePackage, 'binding', name));
    const libraries = [`-L${library}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
    await run(command, [...commandFlags, ...flags, ...includes, ...code, ...libraries, '-o', join(partial, 'tfjs_binding.node')], {
      doing: "compiling the engine's binding",
      log,
    });
    rmSync(join(library, 'include'), { recursive: true });

    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  },
};
