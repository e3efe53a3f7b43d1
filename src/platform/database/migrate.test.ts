import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { findMigrations, migrate, pendingMigrations, type Migration } from './migrate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const migration = (name: string, text: string): Migration => ({ name, file: `${name}.sql`, sql: text, checksum: text });

describe('migrations', () => {
  test('a migrated database lacks none', async () => {
    expect(findMigrations().length).toBeGreaterThan(0);
    expect(await pendingMigrations(database.owner)).toEqual([]);
  });

  test('a late migration with an older stamp still runs', async () => {
    const newer = migration('late/20990101T0000-b', 'create table public.late_b (id int)');
    const older = migration('late/20980101T0000-a', 'create table public.late_a (id int)');
    expect(await migrate(database.owner, [newer])).toEqual([newer.name]);
    expect(await migrate(database.owner, [older, newer])).toEqual([older.name]);
  });

  test('an edited migration is refused with its file and the remedy', async () => {
    const first = migration('edit/20990101T0001-a', 'create table public.edited (id int)');
    await migrate(database.owner, [first]);
    await expect(migrate(database.owner, [{ ...first, checksum: 'other' }])).rejects.toThrow(
      /20990101T0001-a\.sql was edited.*new migration/s,
    );
  });

  test('a failing migration leaves nothing behind', async () => {
    const broken = migration('broken/20990101T0002-a', 'create table public.half (id int); select 1/0');
    await expect(migrate(database.owner, [broken])).rejects.toThrow(/division by zero/);
    const { rows } = await sql<{ found: string | null }>`select to_regclass('public.half') as found`.execute(database.db);
    expect(rows[0]?.found).toBeNull();
  });

  test('two processes migrating at once apply each file once', async () => {
    const slow = migration('twice/20990101T0003-a', 'select pg_sleep(0.2); create table public.twice (id int)');
    const both = await Promise.all([migrate(database.owner, [slow]), migrate(database.owner, [slow])]);
    expect(both.flat()).toEqual([slow.name]);
  });
});
