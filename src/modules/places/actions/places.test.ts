import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import {
  children,
  currentTree,
  descendants,
  findPlaces,
  labelOf,
  loadPlaces,
  lookUpPlace,
  placeAsOf,
  placesWithin,
  presentPlaces,
} from '../index.server.ts';

const TODAY = '2026-11-23';
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
});
afterAll(() => database.drop());

describe('places in the database', () => {
  it('are loaded once for each seed', async () => {
    const rows = () =>
      sql`select max(id) as newest from places.place_version`.execute(database.db).then((r) => r.rows);
    const before = await rows();
    expect(await loadPlaces(database.db)).toBe(false);
    expect(await rows()).toEqual(before);
  });

  it.each(golden.placesAsOf)('$code on $date', async ({ code, date, label, now }) => {
    const described = await lookUpPlace(database.db, code, date, TODAY);
    expect([described?.label, described?.now]).toEqual([label, now]);
  });

  it('answer by code, by id, by name, upwards and downwards', async () => {
    const { db } = database;
    const old = (await placeAsOf(db, '25333', '2023-03-01'))!;
    expect(old).toMatchObject({
      name: 'Thanh Lương',
      kind: 'xã',
      code: '25333',
      basis: expect.stringContaining('Tổng cục'),
    });
    expect((await labelOf(db, old.id, '2023-03-01', TODAY))?.short).toBe(
      'xã Thanh Lương (nay thuộc phường An Lộc)',
    );
    expect(await children(db, null, TODAY)).toEqual([75]);
    expect(await descendants(db, 70, '2023-01-01')).toHaveLength(122);
    const [present] = await presentPlaces(db, old.id, TODAY);
    expect(await placesWithin(db, present!, TODAY)).toContain(old.id);
    expect(await placesWithin(db, 75, TODAY)).toHaveLength(393);
    expect(await findPlaces(db, { q: 'thanh luong', today: TODAY, limit: 1 })).toMatchObject([
      { id: old.id },
    ]);
    const [province] = await currentTree(db, TODAY);
    expect(province).toMatchObject({ name: 'thành phố Đồng Nai' });
    expect(province!.children).toHaveLength(95);
  });

  it('refuse two states of one place, or two places of one code, on one day', async () => {
    const add = (place: number, code: string) =>
      sql`insert into places.place_version (place_id, code, name, kind, parent_id, valid, basis)
        values (${place}, ${code}, 'Thử', 'xã', 75, '[2026-05-01,)', 'thử')`.execute(database.db);
    await expect(add(225333, '29999')).rejects.toMatchObject({ code: '23P01' });
    await expect(add(70, '25333')).rejects.toMatchObject({ code: '23P01' });
  });
});

it('a place edited here keeps its own versions when the seed changes', async () => {
  const { db, drop } = await testDatabase();
  try {
    await loadPlaces(db);
    await placeAsOf(db, '25333', TODAY);
    await sql`
      update places.place_version set name = 'An Lộc Mới', source = 'local' where place_id = 225333`.execute(
      db,
    );
    await sql`update platform.seed set stamp = 'older' where name = 'places'`.execute(db);
    expect(await loadPlaces(db)).toBe(true);
    expect(await placeAsOf(db, '25333', TODAY)).toMatchObject({ name: 'An Lộc Mới' });
    const { rows } = await sql<{ n: number }>`select count(*) as n from places.place_version`.execute(db);
    expect(rows[0]!.n).toBe(422);
  } finally {
    await drop();
  }
});
