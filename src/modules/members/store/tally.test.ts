import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import { openDatabase, type Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await inHouse(async (tx) => {
    await sql`insert into members.member (code, full_name, created_at, updated_at)
      select 'DV-' || n, 'Trần Văn An', now(), now() from generate_series(1, 60) n`.execute(tx);
    await sql`insert into organisation.body select n from generate_series(1, 13) n`.execute(tx);
  });
});
afterAll(() => database.drop());

const inHouse = <T>(work: (tx: Db) => Promise<T>, db = database.db): Promise<T> => asSystem(db, 'test', work);
const FIRST: Day = '2025-01-01';
const at = (offset: number): Day => addDays(FIRST, offset);

/** Every body and day on which the tally says something else than counting says; there is none. */
async function mistakes(tx: Db): Promise<unknown[]> {
  const { rows } = await sql`
    with days as (select ${at(-2)}::date + n as day from generate_series(0, 130) n)
    select b.body, d.day, b.told, b.counted from days d cross join lateral (
      select body, coalesce((select members.count_on(t.days, t.counts, d.day) from members.tally t where t.body_id = body and not t.below), 0) as told,
        (select count(*)::int from members.membership s where s.body_id = body and s.valid @> d.day) as counted
      from generate_series(1, 5) body) b
    where b.told <> b.counted`.execute(tx);
  const { rows: above } = await sql`
    with days as (select ${at(-2)}::date + n as day from generate_series(0, 130) n)
    select b.body, d.day, b.told, b.counted from days d cross join lateral (
      select body, coalesce((select members.count_on(t.days, t.counts, d.day) from members.tally t where t.body_id = body and t.below), 0) as told,
        (select count(*)::int from organisation.reach r join members.membership s on s.body_id = r.body_id
          where r.ancestor_id = body and r.body_id <> body and r.valid @> d.day and s.valid @> d.day) as counted
      from generate_series(11, 13) body) b
    where b.told <> b.counted`.execute(tx);
  return [...rows, ...above];
}

const stay = fc.record({ member: fc.integer({ min: 1, max: 20 }), body: fc.integer({ min: 1, max: 4 }), from: fc.nat(100), days: fc.option(fc.integer({ min: 1, max: 25 })) });
const change = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), stays: fc.array(stay, { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('shift' as const), from: fc.nat(20), by: fc.integer({ min: -3, max: 9 }) }),
  fc.record({ kind: fc.constant('rehome' as const), from: fc.integer({ min: 1, max: 4 }), to: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('end' as const), body: fc.integer({ min: 1, max: 4 }), on: fc.nat(110) }),
  fc.record({ kind: fc.constant('reach' as const), rows: fc.array(fc.record({
    ancestor: fc.integer({ min: 11, max: 13 }), body: fc.integer({ min: 1, max: 4 }), from: fc.nat(100), days: fc.option(fc.integer({ min: 1, max: 60 })),
  }), { minLength: 1, maxLength: 5 }) }),
  fc.record({ kind: fc.constant('cut' as const), ancestor: fc.integer({ min: 11, max: 13 }), on: fc.nat(100) }),
  fc.record({ kind: fc.constant('loose' as const), body: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('remove' as const), member: fc.integer({ min: 1, max: 20 }) }),
);
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

/** Whole statements of many rows, as imports and reorganisations write them. */
async function apply(tx: Db, it: Change): Promise<void> {
  if (it.kind === 'enter') {
    const rows = it.stays.map(({ member, body, from, days }) => ({ member, body, from: at(from), until: days === null ? null : at(from + days) }));
    await sql`insert into members.membership (member_id, body_id, valid, began, ended, recorded_at)
      select m.id, n.body, daterange(n."from", n.until), 'joined', case when n.until is not null then 'left' end, now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(member int, body int, "from" date, until date)
      join members.member m on m.code = 'DV-' || n.member`.execute(tx);
  } else if (it.kind === 'shift') {
    await sql`update members.membership set valid = daterange(lower(valid) + ${it.by}::int, upper(valid) + ${it.by}::int) where id % 20 >= ${it.from}`.execute(tx);
  } else if (it.kind === 'rehome') {
    await sql`update members.membership set body_id = ${it.to} where body_id = ${it.from}`.execute(tx);
  } else if (it.kind === 'end') {
    await sql`update members.membership set valid = daterange(lower(valid), ${at(it.on)}), ended = 'left'
      where body_id = ${it.body} and lower(valid) < ${at(it.on)} and upper_inf(valid)`.execute(tx);
  } else if (it.kind === 'reach') {
    const rows = it.rows.map(({ ancestor, body, from, days }) => ({ ancestor, body, from: at(from), until: days === null ? null : at(from + days) }));
    await sql`insert into organisation.reach select ancestor, body, daterange(n."from", n.until)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(ancestor int, body int, "from" date, until date) on conflict do nothing`.execute(tx);
  } else if (it.kind === 'cut') {
    await sql`update organisation.reach set valid = daterange(lower(valid), ${at(it.on)})
      where ancestor_id = ${it.ancestor} and lower(valid) < ${at(it.on)} and upper_inf(valid)
        and not exists (select from organisation.reach o where o.ancestor_id = reach.ancestor_id and o.body_id = reach.body_id and o.valid = daterange(lower(reach.valid), ${at(it.on)}))`.execute(tx);
  } else if (it.kind === 'loose') {
    await sql`delete from organisation.reach where body_id = ${it.body}`.execute(tx);
  } else {
    await sql`delete from members.membership where member_id = (select id from members.member where code = ${`DV-${it.member}`})`.execute(tx);
  }
}

const ROLLED_BACK = new Error('rolled back');

it('the tally is the count, of bodies and of what is below them, on every day, after any statements about members and tree', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 10 }), async (changes) => {
    // Never committed, so the rule of one body a day, which is looked at then, leaves people everywhere.
    const tried = inHouse(async (tx) => {
      for (const each of changes) {
        await apply(tx, each);
        expect(await mistakes(tx)).toEqual([]);
      }
      await sql`select members.tally_anew()`.execute(tx);
      expect(await mistakes(tx)).toEqual([]);
      throw ROLLED_BACK;
    });
    await expect(tried).rejects.toBe(ROLLED_BACK);
  }), { numRuns: 60 });
});

it('many who change the same bodies at once are all counted, whoever commits first', async () => {
  const enter = (n: number) => ({ kind: 'enter' as const, stays: [1, 2, 3].map((body) => ({ member: n * 3 + body, body, from: n, days: null })) });
  const others = openDatabase({ url: database.url, max: 8 });
  try {
    await Promise.all(Array.from({ length: 16 }, (_, n) => inHouse((tx) => apply(tx, enter(n)), others.db)));
  } finally {
    await others.close();
  }
  await inHouse(async (tx) => {
    expect(await mistakes(tx)).toEqual([]);
    const { rows } = await sql`select body_id as body, members.count_on(days, counts, ${at(200)}) as count from members.tally where not below order by 1`.execute(tx);
    expect(rows).toEqual([1, 2, 3].map((body) => ({ body, count: 16 })));
  });
});
