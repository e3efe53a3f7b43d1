/** The second wall: what the database itself gives out to whom, for every table that has row-level security. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBody, within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import type { Db } from '#platform/database/client.ts';
import { holds, type ActingPerson } from '#platform/policy.ts';
import { ownTables, type Table } from '#platform/testing/catalogue.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { withoutPolicy } from './exceptions.ts';
import { fillBody, grantAll, type Granted } from './fill.ts';

let database: TestDatabase;
let db: Db;
let guarded: Table[];
const now = new Date();
const today = dayOf(now);
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  guarded = (await ownTables(db)).filter((table) => table.isProtected);
});
afterAll(() => database.drop());

let bodies = 0;
/** A body below another, with a row of everything that belongs to a body. */
async function body(parentSymbol: string | null): Promise<{ id: number; symbol: string }> {
  bodies += 1;
  const symbol = `W${bodies}`;
  const made = await createBody(db, { symbol, name: `Chi bộ ${bodies}`, kind: 'chi bộ', parentSymbol, basis: 'mẫu' }, '2026-01-01');
  if (!made.ok) throw new Error(JSON.stringify(made));
  await asSystem(db, 'test', (tx) => fillBody(tx, made.value, now));
  return { id: made.value, symbol };
}

const count = async (tx: Db, table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)).rows[0]!.n;
const counts = async (tx: Db): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const { name } of guarded) found[name] = await count(tx, name);
  return found;
};
const nothing = () => Object.fromEntries(guarded.map(({ name }) => [name, 0]));

describe('without a name', () => {
  beforeAll(async () => {
    await body(null);
  });

  test('there are protected tables, the owner is bound, and each has a row to hide', async () => {
    expect(guarded.length).toBeGreaterThan(14);
    expect(guarded.filter((table) => !table.forced).map(({ name }) => name)).toEqual([]);
    const all = await asSystem(db, 'test', counts);
    // A new protected table needs a row in `fillBody` (sr./fill.ts).
    expect(Object.entries(all).filter(([, rows]) => rows === 0).map(([name]) => name)).toEqual([]);
  });

  test('every one is empty: for the application, and for the owner of the tables', async () => {
    expect(await counts(db)).toEqual(nothing());
    await sql`reset role`.execute(db);
    expect(await counts(db)).toEqual(nothing());
    const owner = await testDatabase('owner');
    try {
      await asSystem(owner.db, 'test', (tx) => fillBody(tx, 1, now));
      expect(await counts(owner.db)).toEqual(nothing());
    } finally {
      await owner.drop();
    }
  });

  test('none takes a row, changes one or loses one', async () => {
    for (const { name, columns } of guarded) {
      const own = columns.filter((column) => !column.generated).map((column) => sql.ref(column.name));
      const table = sql.table(name);
      const { rows } = await asSystem(db, 'test', (tx) => sql<{ row: unknown }>`select to_jsonb(t) as row from ${table} t limit 1`.execute(tx));
      const insert = sql`insert into ${table} (${sql.join(own)}) overriding system value
        select ${sql.join(own)} from jsonb_populate_record(null::${table}, ${JSON.stringify(rows[0]?.row)}::jsonb)`;
      if (name !== ADDED_BY_EVERYBODY) {
        await expect(insert.execute(db), name).rejects.toThrow('row-level security');
        const column = sql.ref(columns.findLast((one) => !one.generated)!.name);
        const changed = await sql`update ${table} set ${column} = ${column}`.execute(db);
        const removed = await sql`delete from ${table}`.execute(db);
        expect([name, Number(changed.numAffectedRows), Number(removed.numAffectedRows)]).toEqual([name, 0, 0]);
      }
    }
  });
});
/** Every act is written down, whoever acts; nobody changes or deletes a row, so the role has no right to try. */
const ADDED_BY_EVERYBODY = 'audit.act';

describe('in the name of a person', () => {
  const KEEPERS = ['administrator', 'officer'];
  const SEERS = [...KEEPERS, 'secretary'];
  /** What decides of a row who reads it, and the roles that read it there. */
  const rules: { name: string; from: string; roles: string[] }[] = [
    { name: 'members.membership', from: 'members.membership', roles: SEERS },
    { name: 'members.member', from: 'members.member join members.membership s on s.member_id = member.id', roles: SEERS },
    { name: 'members.exemption', from: 'members.exemption join members.membership s using (member_id)', roles: SEERS },
    { name: 'members.allotment', from: 'members.allotment', roles: ['administrator'] },
    { name: 'members.import', from: 'members.import', roles: KEEPERS },
    { name: 'members.import_row', from: 'members.import_row join members.import i on i.id = import_id', roles: KEEPERS },
    { name: 'privacy.request', from: 'privacy.request', roles: KEEPERS },
    { name: 'audit.act', from: 'audit.act', roles: ['administrator'] },
  ];
  const roleNames = ['administrator', 'officer', 'secretary', 'moderator', 'reviewer', 'legal', 'editor'] as const;

  const grant = fc.record({
    at: fc.nat(7),
    role: fc.constantFrom(...roleNames),
    state: fc.constantFrom('held', 'held', 'held', 'revoked', 'expired', 'to come'),
  });

  test('exactly what the permission checks allow, in any tree and with any roles', async () => {
    const parents = fc.array(fc.nat(20), { minLength: 7, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(parents, fc.array(fc.array(grant, { maxLength: 3 }), { minLength: 3, maxLength: 3 }), async (above, people) => {
        const tree = [await body(null)];
        for (const [at, parent] of above.entries()) tree.push(await body(tree[parent % (at + 1)]!.symbol));
        const ids = tree.map(({ id }) => id);
        const isWithin = await within(db, today);
        for (const grants of people) {
          const person = await grantAll(db, grants.map(({ at, ...rest }) => ({ ...rest, bodyId: ids[at]! })), now);
          for (const { name, from, roles } of rules) {
            const allowed = ids.filter((id) => roles.some((role) => holds(person, role, id, isWithin)));
            expect([name, await bodiesSeen(person, from, ids)]).toEqual([name, allowed]);
          }
          expect(await contactsSeen(person, ids)).toEqual({
            open: ids.filter((id) => ['officer', 'moderator'].some((role) => holds(person, role, id, isWithin))),
            locked: ids.filter((id) => ['legal', 'reviewer'].some((role) => holds(person, role, id, isWithin))),
          });
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  const bodiesSeen = async (person: ActingPerson, from: string, ids: number[]): Promise<number[]> => {
    const { rows } = await asPerson(db, person.personId, (tx) => sql<{ body: number }>`
      select distinct body_id as body from ${sql.raw(from)} where body_id = any(${ids}::int[]) order by 1`.execute(tx));
    return rows.map((row) => row.body);
  };
  const contactsSeen = async (person: ActingPerson, ids: number[]) => {
    const { rows } = await asPerson(db, person.personId, (tx) => sql<{ body: number; locked: boolean }>`
      select i.reception_body as body, i.quarantined_at is not null as locked
      from ideas.author a join ideas.idea i on i.id = a.idea_id
      where i.reception_body = any(${ids}::int[]) order by 1`.execute(tx));
    const of = (locked: boolean) => rows.filter((row) => row.locked === locked).map((row) => row.body);
    return { open: of(false), locked: of(true) };
  };

  test('a role that ends takes every row with it at once, a handed-on one too', async () => {
    const { id } = await body(null);
    const held: Granted = { role: 'officer', bodyId: id, state: 'held' };
    const officer = await grantAll(db, [held], now);
    const delegate = await grantAll(db, [], now);
    await sql`insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at)
      select g.id, ${delegate.personId}, ${id}, ${today}::date, ${today}::date, 'leave', ${now}
      from people.role_grant g where g.person_id = ${officer.personId}`.execute(db);
    const seen = (person: ActingPerson) => bodiesSeen(person, 'members.membership', [id]);
    expect([await seen(officer), await seen(delegate)]).toEqual([[id], [id]]);
    await sql`update people.role_grant set revoked_at = now() where person_id = ${officer.personId}`.execute(db);
    expect([await seen(officer), await seen(delegate)]).toEqual([[], []]);
    const other = await grantAll(db, [held], now);
    expect(await seen(other)).toEqual([id]);
    await sql`update people.person set closed_at = now() where id = ${other.personId}`.execute(db);
    expect(await seen(other)).toEqual([]);
  });

  test('what concerns the whole installation is for the top of the tree', async () => {
    const top = await body(null);
    const below = await body(top.symbol);
    const seen = async (bodyId: number) => {
      const person = await grantAll(db, [{ role: 'administrator', bodyId, state: 'held' }], now);
      return asPerson(db, person.personId, async (tx) => {
        const { rows } = await sql<{ acts: boolean; requests: boolean }>`
          select exists (select from audit.act where body_id is null) as acts,
            exists (select from privacy.request where body_id is null) as requests`.execute(tx);
        return rows[0];
      });
    };
    expect(await seen(top.id)).toEqual({ acts: true, requests: true });
    expect(await seen(below.id)).toEqual({ acts: false, requests: false });
  });

  test('one’s own rows are one’s own, and nobody else’s', async () => {
    const { id } = await body(null);
    const [me, other] = [await grantAll(db, [], now), await grantAll(db, [], now)];
    await asSystem(db, 'test', (tx) => fillBody(tx, id, now, me.personId));
    const mine = ['members.member', 'members.membership', 'members.exemption', 'privacy.consent', 'privacy.notice',
      'privacy.request', 'privacy.copy', 'audit.act', 'members.column_memory'];
    const seen = await asPerson(db, me.personId, counts);
    expect(Object.keys(seen).filter((name) => seen[name]! > 0).sort()).toEqual(expect.arrayContaining(mine.sort()));
    expect(await asPerson(db, other.personId, counts)).toEqual(nothing());
  });

  test('a name that is no id is refused, not read as everybody', async () => {
    await expect(asPerson(db, "' or true --", counts)).rejects.toThrow('uuid');
  });
});

test('a table that says something about a person has a policy, or a reason why not', async () => {
  const personal = /(^|_)(person_id|email|phone|full_name|recipient|address)$|^(delegate_id|actor_id|drafted_by|asked_by|started_by)$/;
  const open = (await ownTables(db)).filter((table) => !table.isProtected);
  const found = open.filter(({ columns }) => columns.some(({ name }) => personal.test(name))).map(({ name }) => name);
  // Give the new table a policy (see a migration `…-protected.sql`), or its reason in sr./exceptions.ts.
  expect(found.filter((name) => !withoutPolicy[name])).toEqual([]);
  expect(Object.keys(withoutPolicy).filter((name) => !open.some((table) => table.name === name)), 'no longer needed').toEqual([]);
});
