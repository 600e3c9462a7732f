import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ENGINE_NAMES, startEngine, type EngineName, type EngineReport } from '../../src/engine/engine';
import { runScript } from './in-process';
import type { Printed } from './print-values';

async function valuesOf(engine: EngineName): Promise<{ report: EngineReport; printed: Printed }> {
  const { status, stdout, stderr } = await runScript('print-values.ts', { ITERATIVE_RESNETS_ENGINE: engine });
  assert.equal(status, 0, stderr);
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

test('native, WebAssembly and JavaScript compute the same operations, gradients and five training steps', async () => {
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
