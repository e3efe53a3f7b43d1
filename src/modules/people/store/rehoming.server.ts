/** Roles and accounts of bodies that end by a reorganisation. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Role } from '../rules/roles.ts';

export type HeldIn = { id: number; body: number; role: Role; name: string };

/** Grants in these bodies that hold on the day or begin later. */
export async function grantsIn(db: Db, bodies: readonly number[], on: Day): Promise<HeldIn[]> {
  const { rows } = await sql<HeldIn>`
    select g.id, g.body_id as body, g.role, p.full_name as name
    from people.role_grant g join people.person p on p.id = g.person_id
    where g.body_id = any(${[...bodies]}::int[]) and g.revoked_at is null and (g.valid_to is null or g.valid_to >= ${on}::date)
    order by g.body_id, g.id`.execute(db);
  return rows;
}

export type CountIn = { body: number; count: number };

/** Roles handed on in these bodies for days that are still to come; they end with the grant they come from. */
export async function delegationsIn(db: Db, bodies: readonly number[], on: Day): Promise<CountIn[]> {
  const { rows } = await sql<CountIn>`
    select g.body_id as body, count(*)::int as count
    from people.delegation d join people.role_grant g on g.id = d.grant_id
    where g.body_id = any(${[...bodies]}::int[]) and g.revoked_at is null and d.ended_at is null and d.valid_to >= ${on}::date
    group by g.body_id`.execute(db);
  return rows;
}

/** Open accounts that these bodies keep. */
export async function accountsIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const { rows } = await sql<CountIn>`
    select body_id as body, count(*)::int as count from people.person
    where body_id = any(${[...bodies]}::int[]) and closed_at is null group by body_id`.execute(db);
  return rows;
}

/** Locks the grants of a body, so that nobody gives, ends or hands one on meanwhile. */
export async function lockGrantsIn(tx: Db, bodies: readonly number[]): Promise<void> {
  await sql`select from people.role_grant where body_id = any(${[...bodies]}::int[]) order by id for update`.execute(tx);
}

export type Regranting = { from: number; to: number | null; on: Day; by: string; now: Instant };

/**
 * Gives the roles of a body in another one from the day on, for as long as they would have lasted, and ends the old
 * ones on the eve. Who holds the role there already keeps that. @returns how many began
 */
export async function regrant(tx: Db, { from, to, on, by, now }: Regranting): Promise<number> {
  const standing = sql`
    body_id = ${from} and revoked_at is null and (valid_to is null or valid_to >= ${on}::date)`;
  const given =
    to === null
      ? []
      : (
          await sql`
            insert into people.role_grant (person_id, role, body_id, valid_from, valid_to, granted_by, granted_at)
            select person_id, role, ${to}::int, greatest(valid_from, ${on}::date), valid_to, ${by}, ${now}
            from people.role_grant where ${standing}
            on conflict do nothing returning id`.execute(tx)
        ).rows;
  // What had not begun never takes place there.
  await sql`update people.role_grant set revoked_at = ${now}, revoked_by = ${by}
    where ${standing} and valid_from >= ${on}::date`.execute(tx);
  await sql`update people.role_grant set valid_to = ${on}::date - 1 where ${standing} and valid_from < ${on}::date`.execute(tx);
  return given.length;
}

export async function moveAccounts(tx: Db, { from, to }: Pick<Regranting, 'from' | 'to'>): Promise<void> {
  if (to === null) return;
  await sql`update people.person set body_id = ${to} where body_id = ${from}`.execute(tx);
}

/**
 * Whoever administers, on the day, every one of these bodies, by roles in them or above them; except some, and closed
 * accounts.
 */
export async function administratorsOf(
  db: Db,
  { bodies, except }: { bodies: readonly number[]; except: readonly string[] },
  today: Day,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.person_id as id from people.charge(${today}::date) c
    join organisation.reaching r on r.ancestor_id = c.body_id and r.valid @> ${today}::date
    join people.person p on p.id = c.person_id
    where c.role = 'administrator' and p.closed_at is null and c.person_id <> all(${[...except]}::uuid[])
      and r.body_id = any(${[...bodies]}::int[])
    group by c.person_id having count(distinct r.body_id) = cardinality(${[...new Set(bodies)]}::int[])
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** Names and addresses of open accounts. */
export async function addressesOf(db: Db, persons: readonly string[]): Promise<{ name: string; email: string | null }[]> {
  const { rows } = await sql<{ name: string; email: string | null }>`
    select full_name as name, email from people.person
    where id = any(${[...persons]}::uuid[]) and closed_at is null order by id`.execute(db);
  return rows;
}
