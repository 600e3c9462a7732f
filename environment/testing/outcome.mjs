/**
 * How many tests of a part passed, failed, and were skipped.
 * @typedef {{ passed: number, failed: number, skipped: number }} Outcome
 */

/** @returns {Outcome} of nothing */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {boolean} passed @returns {Outcome} of one check */
export const one = (passed) => ({ passed: Number(passed), failed: Number(!passed), skipped: 0 });

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
export function sum(outcomes) {
  const total = none();
  for (const { passed, failed, skipped } of outcomes) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @param {Outcome} outcome */
export const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * What a runner counted, as far as its exit status allows: one that failed without a failed test has still failed.
 * @param {Outcome | undefined} counted undefined where the runner left no readable report
 * @param {number} status
 * @returns {Outcome}
 */
export function judged(counted, status) {
  if (counted === undefined) return one(false);
  const ran = counted.passed + counted.failed + counted.skipped > 0;
  return ran && (status === 0 || counted.failed > 0) ? counted : { ...counted, failed: counted.failed + 1 };
}

/**
 * Reads the counts at the end of a report in the Test Anything Protocol, as Node's test runner writes it.
 * @param {string} report
 * @returns {Outcome | undefined}
 */
export function fromTap(report) {
  /** @param {string} name */
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)?.[1] ?? NaN);
  const outcome = { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo') };
  return Object.values(outcome).some(Number.isNaN) ? undefined : outcome;
}

/**
 * Counts the tests of a JUnit report, as pytest writes it. (Its own counts add subtests to the tests that they are part of.)
 * @param {string} report
 * @returns {Outcome | undefined}
 */
export function fromJunit(report) {
  if (!report.includes('</testsuites>')) return undefined;
  const tests = report.split('<testcase ').slice(1);
  const failed = tests.filter((test) => /<(failure|error)\b/.test(test)).length;
  const skipped = tests.filter((test) => /<skipped\b/.test(test) && !/<(failure|error)\b/.test(test)).length;
  return { passed: tests.length - failed - skipped, failed, skipped };
}
