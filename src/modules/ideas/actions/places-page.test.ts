import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUpPlace } from '#modules/places/index.server.ts';
import { readListQuery } from '../input/list.ts';
import { lowest } from '../rules/place-counts.ts';
import { agencyRuntime, NOW, type Agency } from './agency-testing.ts';
import { readPlaces } from './places-page.server.ts';
import { listIdeas } from './read.server.ts';

let agency: Agency;
let known: number[] = [];
beforeAll(async () => {
  agency = await agencyRuntime();
  const { rows } = await sql<{ id: number }>`select distinct place_id as id from places.place_version`.execute(agency.runtime.db);
  known = rows.map((row) => row.id);
});
afterAll(() => agency.runtime.drop());

async function file(places: (number | null)[]): Promise<void> {
  const { db } = agency.runtime;
  await sql`delete from ideas.idea`.execute(db);
  for (const [at, place] of places.entries()) {
    await sql`insert into ideas.idea (title, body, original_title, original_body, field, reception_body, received_at,
        published_at, admissible_due, calendar_version, code_hash, place_id, place_on)
      values ('t', 'b', 't', 'b', 'roads', 103, ${NOW}, ${NOW}, '2026-12-01', 1,
        ${createHash('sha256').update(String(at)).digest()}, ${place}, ${place === null ? null : '2023-03-01'})`.execute(db);
  }
}

describe('ideas by place', () => {
  it('counts at each place of today what the list shows there, whatever old names were used', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.constantFrom(...known)), { maxLength: 12 }), async (places) => {
        await file(places);
        const page = await readPlaces(agency.runtime.db, '', NOW);
        const all = lowest(page.tree);
        const some = [...all.filter((place) => place.count > 0), ...all.slice(0, 2), ...page.tree];
        for (const { id, count } of some) {
          const list = await listIdeas(agency.runtime.db, readListQuery(new URLSearchParams({ place: String(id) })), NOW);
          expect([id, count]).toEqual([id, list.total]);
        }
        const placed = places.filter((place) => place !== null).length;
        expect(page.withoutPlace).toBe(places.length - placed);
        expect(page.tree.reduce((sum, root) => sum + root.count, 0) + page.elsewhere).toBe(placed);
      }),
      { numRuns: 10 },
    );
  });

  it('finds an old name and says how many ideas there are today', async () => {
    const { db } = agency.runtime;
    const old = await lookUpPlace(db, '25333', '2023-03-01', '2026-11-23');
    await file([old?.id ?? 0, null]);
    const { found, tree } = await readPlaces(db, 'xã thanh luong', NOW);
    expect(found[0]).toMatchObject({ place: { label: 'xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước' }, now: [{ name: 'phường An Lộc', count: 1 }] });
    expect(lowest(tree)).toHaveLength(95);
    expect((await readPlaces(db, 'không có nơi này', NOW)).found).toEqual([]);
  });
});
