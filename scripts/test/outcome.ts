/** How many tests of a step passed and failed, read from what the tools write for machines. */

export type Outcome = { passed: number; failed: number };

/** A check is one test. */
export const checkOutcome = (exitCode: number): Outcome =>
  exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/**
 * A suite that ran nothing has proved nothing, and a tool that failed without naming a test (a broken set-up, a
 * file that does not load) must never look green: both count as one failure.
 */
export function honest(counted: Outcome, exitCode: number): Outcome {
  if (counted.failed > 0) return counted;
  return exitCode !== 0 || counted.passed === 0 ? { ...counted, failed: 1 } : counted;
}

type VitestFile = { status: string; assertionResults: { status: string }[] };

/** Vitest's JSON report. A test that was switched off counts as failed; so does a file that never came to its tests. */
export function vitestOutcome(report: unknown): Outcome {
  const { testResults } = report as { testResults: VitestFile[] };
  const tests = testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed'),
  );
  return { passed, failed: tests.length - passed + broken.length };
}

/** Playwright's JSON report. There are no retries here, so "flaky" is failed, as is a test that was switched off. */
export function playwrightOutcome(report: unknown): Outcome {
  const { stats, errors = [] } = report as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors?: unknown[];
  };
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return { passed: stats.expected, failed: failed === 0 && errors.length > 0 ? 1 : failed };
}
