import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '#platform/database/client.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { bodiesWritten, bodyTree, changeBodies, createBody, enterBodies, loadBodies } from '../index.server.ts';
import { reachOf } from '../rules/reach.ts';
import { completeReach } from './reach.server.ts';

const TODAY = '2026-11-23';
const WARD = 2_225_333;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  await loadBodies(database.db);
});
afterAll(() => database.drop());

type Stored = { ancestor: number; body: number; from: string; until: string | null };
async function stored(db: Db): Promise<string[]> {
  const { rows } = await sql<Stored>`
    select ancestor_id as ancestor, body_id as body, lower(valid) as "from", upper(valid) as until
    from organisation.reach`.execute(db);
  return rows.map(textOf).sort();
}
const textOf = ({ ancestor, body, from, until }: Stored): string => `${ancestor} ${body} ${from} ${until}`;
async function ofTree(db: Db): Promise<string[]> {
  bodiesWritten(db);
  return reachOf(await bodyTree(db)).map(textOf).sort();
}

describe('the table of reach', () => {
  it('is there with the sample, and again when it was lost', async () => {
    const { db } = database;
    expect(await stored(db)).toEqual(await ofTree(db));
    await sql`delete from organisation.reach`.execute(db);
    await completeReach(db);
    expect(await stored(db)).toEqual(await ofTree(db));
  });

  it('follows every way in which bodies change, in the same transaction', async () => {
    const { db } = database;
    expect((await createBody(db, { symbol: 'MOI', name: 'Ban mới', kind: 'cơ quan đảng', parentSymbol: 'TU', basis: 'thử' }, TODAY)).ok)
      .toBe(true);
    expect(await stored(db)).toEqual(await ofTree(db));
    const branch = { name: 'Chi bộ khu phố 1', kind: 'chi bộ', from: '2026-01-01', basis: 'thử' };
    const entered = await db.transaction().execute(async (tx) => {
      const ids = await enterBodies(tx, [{ ...branch, symbol: 'CB-01', parent: { id: WARD } }]);
      const seen = await sql`select from organisation.reach where body_id = ${ids[0]}`.execute(tx);
      expect(seen.rows.length).toBeGreaterThan(1);
      return ids;
    });
    expect(await stored(db)).toEqual(await ofTree(db));
    const change = { id: entered[0]!, name: branch.name, fullName: branch.name, kind: branch.kind, parent: 100 };
    await db.transaction().execute((tx) => changeBodies(tx, [{ ...change, on: '2026-06-01', basis: 'thử' }]));
    expect(await stored(db)).toEqual(await ofTree(db));
    expect(await stored(db)).toContain(`${WARD} ${entered[0]} 2026-01-01 2026-06-01`);
  });
});
