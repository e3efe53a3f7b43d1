import { createHash } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { findMigrations, migrate } from '../database/migrate.ts';
import { grantToApplication } from '../database/grant.server.ts';
import { installJobs } from '../jobs/install.server.ts';
import { APPLICATION } from '../postgres/cluster.ts';
import { startTemporary } from '../postgres/temporary.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that test databases are cloned from. */
    template: string;
  }
}

/** One real PostgreSQL for the whole test run; every test database is a clone of one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporary({ max_connections: '200' });
  try {
    project.provide('template', await createTemplate(server.url));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
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
  await grantToApplication(template, APPLICATION);
  return template;
}

export function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.toString();
}
