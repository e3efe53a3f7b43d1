import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigRefused, readConfig } from './config.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'caunoi-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const problemsOf = (env: NodeJS.ProcessEnv): string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.problems;
    throw error;
  }
  return [];
};

test('runs on a laptop with nothing set, and keeps the secret it made', () => {
  const first = readConfig({ DATA_DIR: folder });
  expect(first).toMatchObject({ mode: 'local', port: 3000, sample: 'province', publicOrigin: 'http://localhost:3000' });
  expect(readConfig({ DATA_DIR: folder }).secret).toBe(first.secret);
  expect(readFileSync(join(folder, 'secret'), 'utf8').trim()).toBe(first.secret);
  expect(statSync(join(folder, 'secret')).mode & 0o077).toBe(0);
});

test('lists everything that is wrong at once', () => {
  const problems = problemsOf({ DATA_DIR: folder, PORT: 'x', SAMPLE: 'all', DATABASE_URL: 'mysql://x' });
  expect(problems.map((line) => line.split(':')[0])).toEqual(['PORT', 'DATABASE_URL', 'SAMPLE']);
});

test('in production a missing secret stops the start', () => {
  const problems = problemsOf({ DATA_DIR: folder, NODE_ENV: 'production' });
  expect(problems).toHaveLength(3);
  expect(problems.join()).toMatch(/PUBLIC_ORIGIN.*SECRET.*SMTP_URL/);
});

test('an empty variable counts as absent; half a bucket is refused', () => {
  expect(readConfig({ DATA_DIR: folder, PORT: '' }).port).toBe(3000);
  expect(problemsOf({ DATA_DIR: folder, S3_BUCKET: 'b' })).toHaveLength(2);
});
