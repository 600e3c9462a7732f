import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fromJunit, fromTap, judged, line, sum } from '../../environment/testing/outcome.mjs';

describe('counts of tests', () => {
  it("are read from the report of Node's runner", () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcome-'));
    try {
      const file = join(folder, 'some.test.mjs');
      writeFileSync(
        file,
        `import { it } from 'node:test';
         it('passes', () => {}); it('passes too', () => {});
         it('fails', () => { throw new Error(); });
         it.skip('is left out', () => {}); it.todo('is to do');`,
      );
      const { NODE_TEST_CONTEXT: _context, ...env } = process.env; // else the inner runner reports to the outer one
      const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], { encoding: 'utf8', env });
      assert.deepEqual(fromTap(stdout), { passed: 2, failed: 1, skipped: 2 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are read from a JUnit report', () => {
    const report = `<?xml version="1.0"?><testsuites><testsuite errors="1" failures="1" skipped="1" tests="9">
      <testcase name="a" time="0.1" /><testcase name="b"></testcase>
      <testcase name="c"><failure message="assert &lt;skipped">no</failure></testcase>
      <testcase name="d"><error message="no fixture">no</error></testcase>
      <testcase name="e"><skipped type="pytest.skip" message="not here" /></testcase>
    </testsuite></testsuites>`;
    assert.deepEqual(fromJunit(report), { passed: 2, failed: 2, skipped: 1 });
    assert.equal(fromJunit(report.slice(0, -20)), undefined);
  });

  it('are a failure where there is no report, no test, or a failing runner without a failed test', () => {
    assert.deepEqual(judged(fromTap('not a report'), 0), { passed: 0, failed: 1, skipped: 0 });
    assert.deepEqual(judged(fromJunit(''), 0), { passed: 0, failed: 1, skipped: 0 });
    assert.deepEqual(judged({ passed: 0, failed: 0, skipped: 0 }, 0), { passed: 0, failed: 1, skipped: 0 });
    assert.deepEqual(judged({ passed: 5, failed: 0, skipped: 0 }, 7), { passed: 5, failed: 1, skipped: 0 });
    assert.deepEqual(judged({ passed: 5, failed: 2, skipped: 0 }, 1), { passed: 5, failed: 2, skipped: 0 });
  });

  it('are summed and printed', () => {
    const total = sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]);
    assert.equal(line(total), '11 passed, 22 failed, 33 skipped');
  });
});
