import { describe, expect, it } from 'vitest';
import { checkOutcome, honest, playwrightOutcome, vitestOutcome } from './test/outcome.ts';
import { steps } from './test/steps.ts';

describe('counting tests', () => {
  it('counts a check as one test', () => {
    expect(checkOutcome(0)).toEqual({ passed: 1, failed: 0 });
    expect(checkOutcome(3)).toEqual({ passed: 0, failed: 1 });
  });

  it('never calls a run green that ran nothing, or whose tool failed', () => {
    expect(honest({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(honest({ passed: 5, failed: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
    expect(honest({ passed: 5, failed: 2 }, 1)).toEqual({ passed: 5, failed: 2 });
    expect(honest({ passed: 5, failed: 0 }, 0)).toEqual({ passed: 5, failed: 0 });
  });

  it('counts Vitest tests, switched-off ones and files that do not load', () => {
    const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((s) => ({ status: s })) });
    const report = { testResults: [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed'), file('failed')] };
    expect(vitestOutcome(report)).toEqual({ passed: 2, failed: 3 });
  });

  it('counts Playwright tests, and a set-up that failed', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 };
    expect(playwrightOutcome({ stats })).toEqual({ passed: 4, failed: 3 });
    const none = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(playwrightOutcome({ stats: none, errors: [{}] })).toEqual({ passed: 0, failed: 1 });
  });
});

it('runs every part that the project promises', () => {
  expect(steps.map((step) => step.name)).toEqual([
    'sync', 'words', 'rooms', 'access', 'types', 'lint', 'types:db', 'vitest', 'build', 'matrix', 'journeys', 'pages', 'lighthouse',
  ]);
});
