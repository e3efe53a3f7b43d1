import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyTree, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { childrenAt } from '#platform/dated/tree.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { memberCount, memberCounts } from './counts.server.ts';
import { loadSampleMembers } from './sample.server.ts';
import { execute, NOW } from './testing.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  await loadSampleMembers(runtime, NOW);
  // A second start adds nobody.
  await loadSampleMembers(runtime, NOW);
});
afterAll(() => runtime.drop());

it('invents some three thousand people, marked as sample, in branches that exist on every day of their stay', async () => {
  const { rows: [people] } = await execute(runtime.db, sql<{ count: number; marked: number; moved: number; ended: number; exempt: number }>`
    select count(*)::int as count, count(*) filter (where sample)::int as marked,
      (select count(*)::int from members.membership where began = 'moved') as moved,
      (select count(*)::int from members.membership where ended = 'left') as ended,
      (select count(*)::int from members.exemption) as exempt
    from members.member`);
  expect(people!.count).toBeGreaterThan(2_500);
  expect(people!.count).toBeLessThan(3_500);
  expect(people!.marked).toBe(people!.count);
  for (const some of [people!.moved, people!.ended, people!.exempt]) expect(some).toBeGreaterThan(50);
  const { rows: homeless } = await execute(runtime.db, sql`
    select s.id from members.membership s where not exists (
      select from organisation.body_version v where v.body_id = s.body_id group by v.body_id
      having range_agg(v.valid) @> s.valid)`);
  expect(homeless).toEqual([]);
});

it('adds up on any day, before and after each reorganisation', async () => {
  const tree = await bodyTree(runtime.db);
  for (const day of ['2022-06-01', '2022-10-01', '2024-12-31', '2025-03-01', '2025-06-30', '2025-07-01', '2026-04-30', '2026-11-23']) {
    const tops = childrenAt(tree, null, day);
    const total = async (body: number) => (await memberCount(runtime.db, body, day)).members;
    const { rows } = await execute(runtime.db, sql<{ people: number }>`select count(distinct member_id)::int as people
      from members.membership where valid @> ${day}::date`);
    let all = 0;
    for (const top of tops) {
      const whole = await total(top);
      all += whole;
      const parts = await Promise.all(childrenAt(tree, top, day).map(total));
      const direct = (await memberCounts(runtime.db, [top], day)).get(top) ?? 0;
      expect([day, top, parts.reduce((sum, each) => sum + each, direct)]).toEqual([day, top, whole]);
    }
    expect([day, all]).toEqual([day, rows[0]!.people]);
    expect(all).toBeGreaterThan(2_000);
  }
});
