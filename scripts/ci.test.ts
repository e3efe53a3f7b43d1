import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Runs `.ci/run` with an npm that only says and answers what the test wants. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function ci(answers: { ci: string; test: string }): { status: number | null; lines: string[] } {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\ncase "$1" in\nci) ${answers.ci} ;;\ntest) ${answers.test} ;;\nesac\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync('.ci/run', { encoding: 'utf8', env });
  return { status, lines: stdout.trimEnd().split('\n') };
}

describe('.ci/run', () => {
  it('ends with the count of a run in which all is well', () => {
    const { status, lines } = ci({ ci: 'echo installed', test: 'echo "12 passed, 0 failed"' });
    expect({ status, first: lines[0], last: lines.at(-1) }).toEqual({ status: 0, first: 'installed', last: '12 passed, 0 failed' });
  });

  it('keeps the exit code and the count of a run with failures', () => {
    const { status, lines } = ci({ ci: 'true', test: 'echo "10 passed, 2 failed"; echo "npm error" >&2; exit 1' });
    expect({ status, last: lines.at(-1) }).toEqual({ status: 1, last: '10 passed, 2 failed' });
  });

  it('counts an install that failed as one failure, and does not test what is not installed', () => {
    const { status, lines } = ci({ ci: 'exit 7', test: 'echo "99 passed, 0 failed"' });
    expect({ status, last: lines.at(-1) }).toEqual({ status: 7, last: '0 passed, 1 failed' });
  });

  it('does not believe a run that counted nothing', () => {
    expect(ci({ ci: 'true', test: 'true' })).toEqual({ status: 1, lines: ['0 passed, 1 failed'] });
  });
});
