import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRuntime, type TestRuntime } from '../testing/runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

const count = (name: string) => sql<{ n: number }>`select count(*)::int as n from platform.seed where name = ${name}`;
const put = (name: string) => sql`insert into platform.seed (name, stamp) values (${name}, 'test')`;

test('the second of two statements sees what the first has kept, however many are under way', async () => {
  const all = Array.from({ length: 30 }, (_, at) => `lane.test.${at}`);
  const seen = await Promise.all(all.map((name) => runtime.lane.inTurn(put(name), count(name))));
  expect(seen).toEqual(all.map(() => [{ n: 1 }]));
});

test('when the first fails nothing is told of the second, and the connection serves on', async () => {
  for (let at = 0; at < 10; at += 1) {
    await expect(runtime.lane.inTurn(sql`select 1 / 0`, count('lane.test.0'))).rejects.toMatchObject({ code: '22012' });
  }
  await expect(runtime.lane.inTurn(put('lane.test.kept'), sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
  // A transaction of its own: what was kept stays.
  expect(await runtime.lane.run(async (db) => (await count('lane.test.kept').execute(db)).rows)).toEqual([{ n: 1 }]);
});
