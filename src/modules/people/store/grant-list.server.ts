/** Grants as lists show them, and what changes one of them. */
import { sql } from 'kysely';
import { startOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { GrantRecord } from '../rules/grants.ts';

const selection = sql`
  select g.id, g.person_id as "personId", p.full_name as name, p.sign_in_name as "signInName", p.email,
    p.closed_at is not null as closed, g.role, g.body_id as "bodyId", g.valid_from as "validFrom",
    g.valid_to as "validTo", giver.full_name as "grantedBy", g.granted_at as "grantedAt",
    taker.full_name as "revokedBy", g.revoked_at as "revokedAt"
  from people.role_grant g
  join people.person p on p.id = g.person_id
  left join people.person giver on giver.id = g.granted_by
  left join people.person taker on taker.id = g.revoked_by`;

/** @param lock for a change: two administrators take turns */
export async function findGrant(db: Db, id: number, lock = false): Promise<GrantRecord | undefined> {
  const { rows } = await sql<GrantRecord>`
    ${selection} where g.id = ${id} ${lock ? sql`for update of g` : sql``}`.execute(db);
  return rows[0];
}

/**
 * `open`: in force today or to come; `over`: expired or taken away; `held`: in force on that day, be it for an hour of
 * it, whatever happened later.
 */
export type GrantFilter = { bodies: readonly number[]; which: 'open' | 'over' | 'held'; day: Day };

const matching = ({ bodies, which, day }: GrantFilter) => {
  const lasts = sql`(g.valid_to is null or g.valid_to >= ${day}::date)`;
  const stands = sql`g.revoked_at is null and p.closed_at is null and ${lasts}`;
  const since = startOf(day);
  const held = sql`g.valid_from <= ${day}::date and ${lasts} and (g.revoked_at is null or g.revoked_at >= ${since})
    and (p.closed_at is null or p.closed_at >= ${since})`;
  return sql`where g.body_id = any(${[...bodies]}::int[]) and ${{ open: stands, over: sql`not (${stands})`, held }[which]}`;
};

/** By role and name; what is over, the newest first. */
export async function listGrants(
  db: Db,
  { limit, offset, ...filter }: GrantFilter & { limit: number; offset: number },
): Promise<GrantRecord[]> {
  const order = filter.which === 'over'
    ? sql`coalesce(g.revoked_at, g.valid_to) desc nulls last, g.id desc`
    : sql`array_position(${ORDER}::text[], g.role), platform.fold(p.full_name), g.id`;
  const { rows } = await sql<GrantRecord>`
    ${selection} ${matching(filter)} order by ${order} limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db);
  return rows;
}

/** Those who answer for the others come first. */
const ORDER = ['administrator', 'reviewer', 'legal', 'officer', 'moderator', 'answerer', 'editor', 'translator', 'reporter', 'secretary'];

export async function countGrants(db: Db, filter: GrantFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from people.role_grant g join people.person p on p.id = g.person_id
    ${matching(filter)}`.execute(db);
  return Number(rows[0]?.count);
}

/** Every grant of a person, newest first. */
export async function grantsOf(db: Db, personId: string): Promise<GrantRecord[]> {
  const { rows } = await sql<GrantRecord>`
    ${selection} where g.person_id = ${personId} order by g.id desc limit 200`.execute(db);
  return rows;
}

/** @throws a violation of the exclusion when the longer grant meets another one of the same role */
export async function setGrantEnd(tx: Db, id: number, to: Day | null): Promise<void> {
  await tx.updateTable('people.role_grant').set({ valid_to: to }).where('id', '=', id).execute();
}

/** One change of who administers at a time, so that two who take each other's role away do not both succeed. */
export async function lockAdministrators(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('people.administrators'))`.execute(tx);
}

/** Grants of administrators of these bodies in force on a day, of open accounts. */
export async function administratorGrants(tx: Db, bodies: readonly number[], day: Day): Promise<{ id: number; validTo: Day | null }[]> {
  const { rows } = await sql<{ id: number; validTo: Day | null }>`
    select g.id, g.valid_to as "validTo"
    from people.role_grant g join people.person p on p.id = g.person_id
    where g.role = 'administrator' and g.body_id = any(${[...bodies]}::int[]) and g.revoked_at is null
      and p.closed_at is null and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to >= ${day}::date)`.execute(tx);
  return rows;
}
