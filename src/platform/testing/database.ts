import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Db } from '../database/client.ts';
import { applicationUrlOf } from '../postgres/embedded.ts';

/** `url` is the application's role; `owner` the address for what only the owner of the tables may do. */
export type TestDatabase = { db: Db; url: string; owner: string; drop(): Promise<void> };

/**
 * A database of its own for a test or a test file: a clone of the migrated template (tens of milliseconds).
 * Call `drop` in `afterAll`, or use `temporaryDatabase` inside a single test.
 * @param as whose connection `db` is: the application's, or the owner's for tests that play a forger or break a table
 */
export async function testDatabase(as: 'application' | 'owner' = 'application'): Promise<TestDatabase> {
  const template = new URL(inject('template'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const owner = new URL(template);
  owner.pathname = `/${name}`;
  const url = applicationUrlOf(owner.toString());
  await administer(template, `create database ${name} template ${template.pathname.slice(1)}`);
  const handle = openDatabase({ url: as === 'owner' ? owner.toString() : url, max: 10 });
  return {
    db: handle.db,
    url,
    owner: owner.toString(),
    async drop() {
      await handle.close();
      await dropDatabase(template, name);
    },
  };
}

/** Like `testDatabase`, dropped by itself when the current test ends. */
export async function temporaryDatabase(as?: 'application' | 'owner'): Promise<TestDatabase> {
  const database = await testDatabase(as);
  onTestFinished(() => database.drop());
  return database;
}

/**
 * An autovacuum worker that happens to be in the database cannot be ended by its owner; it leaves by itself within
 * moments.
 */
async function dropDatabase(template: URL, name: string): Promise<void> {
  for (let tries = 20; ; tries -= 1) {
    try {
      return await administer(template, `drop database if exists ${name} with (force)`);
    } catch (error) {
      const { code } = error as { code?: string };
      if (tries === 0 || (code !== '42501' && code !== '55006')) throw error;
      await pause(250);
    }
  }
}

/** Run from another database of the server: a template cannot be cloned while somebody is connected to it. */
async function administer(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
