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
  expect(first).toMatchObject({ mode: 'local', port: 3000, sample: 'province', publicOrigin: 'http://localhost:3000', statements: false });
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

test('an identity provider is complete, https, and on this machine only without it', () => {
  const given = { DATA_DIR: folder, OIDC_ISSUER: 'https://dinhdanh.example.vn', OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's', OIDC_NAME: 'Định danh' };
  expect(readConfig(given).oidc).toMatchObject({ claims: { subject: 'sub', name: 'name' }, strongAcr: [] });
  const mapped = readConfig({ ...given, OIDC_CLAIMS: 'subject=citizen_key, name=full_name', OIDC_STRONG_ACR: 'two,three' }).oidc;
  expect(mapped).toMatchObject({ claims: { subject: 'citizen_key', name: 'full_name' }, strongAcr: ['two', 'three'] });
  expect(readConfig({ ...given, OIDC_ISSUER: 'http://localhost:4000' }).oidc?.issuer).toBe('http://localhost:4000');
  expect(readConfig({ DATA_DIR: folder }).oidc).toBeUndefined();
  expect(problemsOf({ DATA_DIR: folder, OIDC_ISSUER: given.OIDC_ISSUER })).toHaveLength(3);
  expect(problemsOf({ ...given, OIDC_ISSUER: 'http://dinhdanh.example.vn' })).toEqual(['OIDC_ISSUER: must be https']);
  const production = { NODE_ENV: 'production', PUBLIC_ORIGIN: 'https://a.vn', SECRET: 'x'.repeat(32), SMTP_URL: 'smtp://m' };
  expect(problemsOf({ ...given, ...production, OIDC_ISSUER: 'http://localhost:4000' })).toEqual(['OIDC_ISSUER: must be https']);
  for (const claims of ['sub', 'subject=', 'email=mail']) expect(problemsOf({ ...given, OIDC_CLAIMS: claims })).toHaveLength(1);
});
