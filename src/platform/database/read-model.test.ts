import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { temporaryDatabase } from '../testing/database.ts';
import { readModel } from './read-model.server.ts';
import { loadSeed } from './seed.server.ts';

it('is loaded once, again after it was told to forget, and never kept from inside a transaction', async () => {
  const { db } = await temporaryDatabase();
  let loads = 0;
  const model = readModel({ revision: async () => String(loads), load: async () => ++loads });
  await db.transaction().execute(async (transaction) => expect(await model(transaction)).toBe(1));
  expect([await model(db), await model(db)]).toEqual([2, 2]);
  await db.transaction().execute(async (transaction) => expect(await model(transaction)).toBe(2));
  model.forget(db);
  expect(await model(db)).toBe(3);
});

it('is loaded once for all who ask while it loads', async () => {
  const { db } = await temporaryDatabase();
  let loads = 0;
  const model = readModel({ revision: async () => '1', load: async () => ++loads });
  expect(await Promise.all(Array.from({ length: 20 }, () => model(db)))).toEqual(Array(20).fill(1));
});

it('is not shared by two databases of one process, and a failed load is tried again', async () => {
  const [one, other] = [await temporaryDatabase(), await temporaryDatabase()];
  let broken = true;
  const model = readModel({
    revision: async () => '1',
    load: async (db) => {
      if (broken) throw new Error('gone');
      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
      return rows[0]!.name;
    },
  });
  await expect(model(one.db)).rejects.toThrow('gone');
  broken = false;
  expect(await model(one.db)).not.toBe(await model(other.db));
});

it('a seed is written once for each version, even by two processes at once, and never by half', async () => {
  const { db } = await temporaryDatabase();
  let writes = 0;
  const load = (content: string) => loadSeed(db, 'test', content, async () => void writes++);
  const failing = loadSeed(db, 'test', 'first', () => Promise.reject(new Error('half written')));
  await expect(failing).rejects.toThrow('half written');
  expect((await Promise.all([load('first'), load('first')])).toSorted()).toEqual([false, true]);
  expect([await load('first'), await load('second'), writes]).toEqual([false, true, 2]);
});
