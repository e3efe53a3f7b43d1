import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Grant, Role } from './rules.ts';

const grantsToday = (day: Day) => sql<Grant[]>`coalesce((
  select json_agg(json_build_object('role', g.role, 'bodyId', g.body_id) order by g.id)
  from people.role_grant g
  where g.person_id = p.id and g.revoked_at is null
    and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})
), '[]')`;

export type SignedIn = { personId: string; name: string; grants: Grant[] };

/**
 * Who a session token belongs to and what they may do now: one query, so that a revoked role stops at once.
 */
export async function sessionPerson(db: Db, token: string, now: Instant): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedIn>`
    select p.id as "personId", p.full_name as name, ${grantsToday(dayOf(now))} as grants
    from people.session s join people.person p on p.id = s.person_id
    where s.token = ${token} and s.expires_at > ${now} and p.closed_at is null`.execute(db);
  return rows[0];
}

/** Somebody with an open account by sign-in name, and what they may do now. */
export async function personNamed(db: Db, signInName: string, now: Instant): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedIn>`
    select p.id as "personId", p.full_name as name, ${grantsToday(dayOf(now))} as grants
    from people.person p where p.sign_in_name = ${signInName} and p.closed_at is null`.execute(db);
  return rows[0];
}

/**
 * The sign-in name behind what a person typed (in lower case), when that account is open and has a password.
 * @param sampleToo whether invented people may sign in
 */
export async function signInNameOf(
  db: Db,
  identifier: string,
  sampleToo: boolean,
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select p.sign_in_name as name from people.person p
    where (p.sign_in_name = ${identifier} or p.email = ${identifier}) and p.closed_at is null
      and (${sampleToo} or not p.sample)
      and exists (select from people.credential c where c.person_id = p.id and c.password_hash is not null)
    limit 1`.execute(db);
  return rows[0]?.name;
}

export async function deleteExpiredSessions(db: Db, now: Instant): Promise<number> {
  const result = await db.deleteFrom('people.session').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

export type PersonRow = { name: string; signInName: string; email?: string | undefined; sample?: boolean };

/** @returns the new id, or undefined when the sign-in name or the e-mail address is taken */
export async function insertPerson(db: Db, person: PersonRow, now: Instant): Promise<string | undefined> {
  const row = await db
    .insertInto('people.person')
    .values({
      full_name: person.name,
      sign_in_name: person.signInName,
      email: person.email ?? null,
      sample: person.sample ?? false,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function insertPassword(db: Db, personId: string, hash: string, now: Instant): Promise<void> {
  await db
    .insertInto('people.credential')
    .values({
      person_id: personId,
      provider: 'credential',
      subject: personId,
      password_hash: hash,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

/**
 * Puts a new password in place of the old one and ends every session. @returns false when nobody has that
 * name
 */
export async function replacePassword(
  db: Db,
  signInName: string,
  hash: string,
  now: Instant,
): Promise<boolean> {
  const person = await db
    .selectFrom('people.person')
    .select('id')
    .where('sign_in_name', '=', signInName)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!person) return false;
  await db
    .deleteFrom('people.credential')
    .where('person_id', '=', person.id)
    .where('provider', '=', 'credential')
    .execute();
  await insertPassword(db, person.id, hash, now);
  await db.deleteFrom('people.session').where('person_id', '=', person.id).execute();
  return true;
}

export type GrantRow = Grant & {
  personId: string;
  validFrom: Day;
  validTo?: Day | undefined;
  grantedBy: string | null;
};

/**
 * @returns the id of the grant, or undefined when the same role in the same body already covers one of its
 * days
 */
export async function insertGrant(db: Db, grant: GrantRow, now: Instant): Promise<number | undefined> {
  const row = await db
    .insertInto('people.role_grant')
    .values({
      person_id: grant.personId,
      role: grant.role,
      body_id: grant.bodyId,
      valid_from: grant.validFrom,
      valid_to: grant.validTo ?? null,
      granted_by: grant.grantedBy,
      granted_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function grantBody(db: Db, grantId: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('people.role_grant')
    .select('body_id')
    .where('id', '=', grantId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.body_id;
}

/** @returns false when it was already revoked */
export async function markRevoked(
  db: Db,
  grantId: number,
  by: string | null,
  now: Instant,
): Promise<boolean> {
  const result = await db
    .updateTable('people.role_grant')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', grantId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export type Holder = { personId: string; name: string; email: string | null; bodyId: number };

/**
 * Who holds the role now in one of these bodies. Give a body and everything above it, nearest first, and the
 * nearest holders come first; within a body by the order in which they were charged.
 */
export async function personsWithRole(
  db: Db,
  role: Role,
  bodyIds: readonly number[],
  now: Instant,
): Promise<Holder[]> {
  const day = dayOf(now);
  const bodies = [...bodyIds];
  const { rows } = await sql<Holder>`
    select p.id as "personId", p.full_name as name, p.email, g.body_id as "bodyId"
    from people.role_grant g join people.person p on p.id = g.person_id
    where g.role = ${role} and g.body_id = any(${bodies}::int[])
      and g.revoked_at is null and p.closed_at is null and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})
    order by array_position(${bodies}::int[], g.body_id), g.id`.execute(db);
  return rows;
}

/**
 * Full names by person id, closed accounts included: what somebody signed stays signed. Unknown ids are
 * missing.
 */
export async function namesOf(db: Db, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('people.person')
    .select(['id', 'full_name'])
    .where('id', 'in', [...new Set(personIds), NOBODY])
    .execute();
  return new Map(rows.map((row) => [row.id, row.full_name]));
}

/** An id that nobody has: `in ()` is not SQL. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export async function nameOf(db: Db, personId: string): Promise<string | undefined> {
  return (await namesOf(db, [personId])).get(personId);
}
