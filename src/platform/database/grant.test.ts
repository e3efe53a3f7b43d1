import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorker } from '../jobs/worker.server.ts';
import { emit } from '../jobs/events.server.ts';
import { APPLICATION } from '../postgres/cluster.ts';
import { ask } from '../postgres/testing.ts';
import { testRuntime, type TestRuntime } from '../testing/runtime.ts';
import { assertBound, grantToApplication, roleFacts } from './grant.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

describe("the application's role", () => {
  test('is nobody special and owns nothing', async () => {
    const facts = { name: APPLICATION, superuser: false, bypasses: false, owns: false };
    expect(await roleFacts(runtime.pool)).toEqual(facts);
  });

  test.each([
    'alter table people.person disable row level security',
    'alter table people.person no force row level security',
    'alter table ledger.entry disable trigger append_only',
    'drop table ideas.author',
    'truncate mail.message',
    'create table people.mine (id int)',
    'create table public.mine (id int)',
    'create schema mine',
    "create function people.mine() returns int language sql as 'select 1'",
    'create policy mine on people.person using (true)',
    'create index mine on people.person (full_name)',
    "comment on table people.person is 'mine'",
    'set role caunoi',
    'set role postgres',
    'set session authorization caunoi',
    'alter role caunoi_app bypassrls',
    'create role other login',
    "insert into platform.migration (name, checksum) values ('x', 'x')",
    'delete from platform.migration',
    'update audit.act set actor_name = actor_name',
    'delete from ledger.entry',
    "set session_replication_role = 'replica'",
  ])('is refused: %s', async (statement) => {
    await expect(sql.raw(statement).execute(runtime.db)).rejects.toThrow(/permission denied|must be owner|only roles with|cannot/i);
  });

  test('stays itself after reset role', async () => {
    const name = await runtime.db.connection().execute(async (one) => {
      await sql`reset role`.execute(one);
      await sql`reset session authorization`.execute(one);
      return (await sql<{ name: string }>`select current_user as name`.execute(one)).rows[0]?.name;
    });
    expect(name).toBe(APPLICATION);
  });

  test('runs jobs and schedules', async () => {
    let ran: (data: unknown) => void = () => undefined;
    const done = new Promise((resolve) => (ran = resolve));
    const job = { name: 'grant.try', on: ['grant.happened'], schedule: '0 3 * * *', run: async (_: unknown, data: unknown) => ran(data) };
    const worker = await startWorker(runtime, [job]);
    try {
      await runtime.db.transaction().execute((tx) => emit(tx, 'grant.happened', { id: 7 }));
      expect(await done).toEqual({ id: 7 });
    } finally {
      await worker.stop();
    }
  });

  test('gets what a later migration makes, once', async () => {
    await ask(runtime.ownerUrl, 'create schema later');
    await ask(runtime.ownerUrl, 'create table later.thing (id int generated always as identity, word text)');
    const insert = sql`insert into later.thing (word) values ('x')`;
    await expect(insert.execute(runtime.db)).rejects.toThrow('permission denied');
    await Promise.all([grantToApplication(runtime.ownerUrl, APPLICATION), grantToApplication(runtime.ownerUrl, APPLICATION)]);
    await insert.execute(runtime.db);
    await ask(runtime.ownerUrl, 'grant truncate, trigger on later.thing to caunoi_app');
    await grantToApplication(runtime.ownerUrl, APPLICATION);
    await expect(sql`truncate later.thing`.execute(runtime.db)).rejects.toThrow('permission denied');
  });
});

test('a role that row-level security does not bind is refused with the remedy', () => {
  const role = { name: 'postgres', superuser: false, bypasses: false, owns: true };
  expect(() => assertBound(role)).not.toThrow();
  expect(() => assertBound({ ...role, superuser: true })).toThrow(/postgres, a superuser.*operate\.md/s);
  expect(() => assertBound({ ...role, bypasses: true })).toThrow(/BYPASSRLS/);
});
