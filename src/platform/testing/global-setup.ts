import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { findMigrations, migrate } from '../database/migrate.ts';
import { installJobs } from '../jobs/install.server.ts';
import { startEmbedded } from '../postgres/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that test databases are cloned from. */
    template: string;
  }
}

/** One real PostgreSQL for the whole test run; every test database is a clone of one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'caunoi-test-'));
  // As root the server runs under another account, which must be able to pass through.
  chmodSync(dataDir, 0o711);
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await startEmbedded({ dataDir, settings });
  const template = await createTemplate(server.url);
  project.provide('template', template);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

async function createTemplate(url: string): Promise<string> {
  const version = createHash('sha256');
  for (const migration of findMigrations()) version.update(migration.checksum);
  const name = `template_${version.digest('hex').slice(0, 12)}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const template = withDatabase(url, name);
  await migrate(template);
  await installJobs(template);
  return template;
}

export function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.toString();
}
