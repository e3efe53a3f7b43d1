/** What `npm test` consists of, in order: cheap checks first, browsers last. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOutcome, honest, playwrightOutcome, vitestOutcome, type Outcome } from './outcome.ts';
import { run } from './run.ts';

export type Step = { name: string; what: string; run(): Promise<Outcome> };

const check = (name: string, what: string, ...commands: string[][]): Step => ({
  name,
  what,
  async run() {
    for (const command of commands) {
      const exitCode = await run(command);
      if (exitCode !== 0) return checkOutcome(exitCode);
    }
    return checkOutcome(0);
  },
});

/** A tool that counts its tests in a JSON file, whose path it is given. */
const suite = (
  name: string,
  what: string,
  command: (report: string) => { command: string[]; env?: Record<string, string> },
  count: (report: unknown) => Outcome,
): Step => ({
  name,
  what,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'caunoi-report-'));
    const report = join(folder, 'report.json');
    try {
      const { command: words, env } = command(report);
      const exitCode = await run(words, env);
      return honest(readReport(report, count), exitCode);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

function readReport(path: string, count: (report: unknown) => Outcome): Outcome {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // The tool did not come as far as its report; its exit code says so and `honest` counts it.
    return { passed: 0, failed: 0 };
  }
  return count(JSON.parse(text));
}

const playwright = (name: string, what: string, ...projects: string[]): Step =>
  suite(
    name,
    what,
    (report) => ({
      command: ['playwright', 'test', ...projects.map((project) => `--project=${project}`), '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    }),
    playwrightOutcome,
  );

export const steps: Step[] = [
  // Types of the routes, and the settings of the compiler that the project's own extend: every part below needs them.
  check('sync', 'generated settings and types', ['svelte-kit', 'sync']),
  check('words', 'every message in every language', ['node', 'scripts/words.ts', '--check']),
  check('rooms', 'who may import whom', ['node', 'scripts/check-rooms.ts']),
  check('access', 'every route says who may ask', ['node', 'scripts/check-access.ts']),
  check(
    'types',
    'TypeScript and Svelte',
    ['svelte-check', '--tsconfig', './tsconfig.json', '--threshold', 'warning', '--fail-on-warnings'],
  ),
  check('lint', 'common mistakes', ['eslint', '--max-warnings', '0']),
  check('types:db', 'types agree with the migrations', ['node', 'scripts/types-db.ts', '--check']),
  suite(
    'vitest',
    'rules, inputs, stores, actions, checks',
    (report) => ({ command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] }),
    vitestOutcome,
  ),
  check('build', 'the application as it is served', ['node', 'scripts/build.ts']),
  suite(
    'matrix',
    'every route × role × position',
    (report) => ({
      command: [
        'vitest', 'run', '--config', 'tests/access/matrix/vitest.config.ts', '--reporter=default', '--reporter=json',
        `--outputFile.json=${report}`,
      ],
    }),
    vitestOutcome,
  ),
  playwright('journeys', 'what a person does, in a browser', 'nojs-360', 'js-360', 'js-desktop'),
  playwright('pages', 'axe, weight and 320 px of every public page', 'pages'),
  playwright('lighthouse', 'Lighthouse on every public page', 'lighthouse'),
];
