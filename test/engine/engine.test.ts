import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ENGINE_NAMES, startEngine, type EngineName, type EngineReport } from '../../src/engine/engine';
import { runScript } from './in-process';
import type { Printed } from './print-values';

/** TensorFlow's own words when it loads its first graph; it writes them before its log level is known. */
const NOTE_AT_FIRST_GRAPH = /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\nI.*MLIR V1 optimization pass is not enabled\n/;

async function valuesOf(engine: EngineName): Promise<{ report: EngineReport; printed: Printed }> {
  const { status, stdout, stderr } = await runScript('print-values.ts', { ITERATIVE_RESNETS_ENGINE: engine });
  assert.equal(status, 0, stderr);
  assert.equal(stderr.replace(NOTE_AT_FIRST_GRAPH, ''), '', 'nothing but what was asked for is printed');
  return JSON.parse(stdout) as { report: EngineReport; printed: Printed };
}

describe('the engine', () => {
  test('starts once a process', async () => {
    assert.equal(await startEngine(), await startEngine());
  });

  test('is native by default, fixes threads and oneDNN, and reports them', async () => {
    const plain = { ITERATIVE_RESNETS_ENGINE: undefined, TF_NUM_INTRAOP_THREADS: '1', TF_ENABLE_ONEDNN_OPTS: '0' };
    const { stdout } = await runScript('report-engine.ts', plain);
    const report = JSON.parse(stdout) as EngineReport;
    assert.equal(report.engine, 'native');
    assert.equal(report.threads, 1);
    assert.equal(report.oneDNN, false);
    assert.equal(report.warning, undefined);
    assert.match(String(report.tensorflow), /^2\.\d+\.\d+$/);
    assert.equal(report.node, process.version);
  });

  test('keeps oneDNN to AVX2, unless other instructions are asked for', async () => {
    const instructions = async (asked: string | undefined): Promise<string | undefined> => {
      const { stdout } = await runScript('report-engine.ts', { ITERATIVE_RESNETS_ENGINE: undefined, TF_ENABLE_ONEDNN_OPTS: undefined, ONEDNN_MAX_CPU_ISA: asked });
      return (JSON.parse(stdout) as EngineReport).instructions;
    };
    assert.deepEqual([await instructions(undefined), await instructions('AVX')], ['AVX2', 'AVX']);
  });

  for (const [name, value, sentence] of [
    ['ITERATIVE_RESNETS_ENGINE', 'gpu', 'ITERATIVE_RESNETS_ENGINE is "gpu"; set it to one of native, wasm, javascript, or unset it.'],
    ['TF_NUM_INTRAOP_THREADS', '0', /^TF_NUM_INTRAOP_THREADS is "0"; set it to a whole number of threads, for example \d+, or unset it\.$/],
    ['TF_NUM_INTRAOP_THREADS', 'two', /^TF_NUM_INTRAOP_THREADS is "two"; set it to a whole number of threads, for example \d+, or unset it\.$/],
  ] as const) {
    test(`refuses ${name}=${value} with one sentence`, async () => {
      const { status, stdout } = await runScript('report-engine.ts', { [name]: value });
      assert.equal(status, 1);
      assert.match(stdout.trim(), typeof sentence === 'string' ? new RegExp(`^${sentence}$`) : sentence);
    });
  }
});

describe('without the native library', () => {
  const start = (environment: Record<string, string | undefined>) => runScript('report-engine-without-native-library.ts', environment);

  test('WebAssembly runs instead, with a plain warning of why, how much slower, and what to do', async () => {
    const { status, stdout, stderr } = await start({ ITERATIVE_RESNETS_ENGINE: undefined });
    assert.equal(status, 0, stderr);
    const report = JSON.parse(stdout) as EngineReport;
    assert.equal(report.engine, 'wasm');
    assert.equal(report.tensorflow, undefined);
    assert.equal(
      report.warning,
      'Running on the WebAssembly engine because the native one could not start (native: libtensorflow_framework.so.2: cannot open shared object file): ' +
        'everything works, but training and measuring are tens of times slower. "npm run doctor" says how to get the native engine.',
    );
  });

  test('asking for the native engine is answered with one sentence', async () => {
    const { status, stdout } = await start({ ITERATIVE_RESNETS_ENGINE: 'native' });
    assert.equal(status, 1);
    assert.equal(
      stdout.trim(),
      'No engine could start (native: libtensorflow_framework.so.2: cannot open shared object file). Run "npm run doctor" to see what is missing.',
    );
  });
});

test('native, WebAssembly and JavaScript compute the same operations, gradients, training steps, trained network and curves', async () => {
  const [native, ...portable] = await Promise.all(ENGINE_NAMES.map(valuesOf));
  assert.deepEqual([native, ...portable].map((engine) => engine?.report.engine), ENGINE_NAMES);
  for (const { report, printed } of portable) {
    assert.match(report.warning ?? '', /works, but training and measuring are (tens|hundreds) of times slower/);
    assert.deepEqual(Object.keys(printed), Object.keys(native!.printed));
    for (const [name, values] of Object.entries(printed)) {
      const expected = native!.printed[name]!;
      const limit = 1e-4 * Math.max(1e-3, ...expected.map(Math.abs));
      assert.equal(values.length, expected.length, name);
      values.forEach((value, i) => {
        assert.ok(Math.abs(value - expected[i]!) <= limit, `${report.engine}, ${name}: number ${i} is ${value}, native has ${expected[i]}`);
      });
    }
  }
});
