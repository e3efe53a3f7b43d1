/** People and their passwords. */
import { sql } from 'kysely';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { giveIdentifiers } from './identifier.server.ts';
import { endOtherSessions } from './session-list.server.ts';
import { grantsToday, type SignedIn } from './session.server.ts';

/** Somebody with an open account by sign-in name, and what they may do now. */
export async function personNamed(db: Db, signInName: string, now: Instant): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedIn>`
    select p.id as "personId", p.full_name as name, ${grantsToday(dayOf(now))} as grants
    from people.person p where p.sign_in_name = ${signInName} and p.closed_at is null`.execute(db);
  return rows[0];
}

export type PersonRow = { name: string; signInName: string; email?: string | undefined; sample?: boolean };

/**
 * @param tx a transaction: a row that is then refused is taken back here
 * @returns the new id, or undefined when the sign-in name or the e-mail address is taken
 */
export async function insertPerson(tx: Db, person: PersonRow, now: Instant): Promise<string | undefined> {
  const id = await insertRow(tx, person, now);
  if (!id) return undefined;
  const taken = await giveIdentifiers(tx, id, { name: person.signInName, email: person.email });
  if (taken.length === 0) return id;
  await tx.deleteFrom('people.person').where('id', '=', id).execute();
  return undefined;
}

async function insertRow(db: Db, person: PersonRow, now: Instant): Promise<string | undefined> {
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
 * Puts a new password in place of the old one and ends every session. @returns the person's id; undefined when nobody
 * has that name
 */
export async function replacePassword(
  db: Db,
  signInName: string,
  hash: string,
  now: Instant,
): Promise<string | undefined> {
  const person = await db
    .selectFrom('people.person')
    .select('id')
    .where('sign_in_name', '=', signInName)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!person) return undefined;
  await replacePasswordOf(db, person.id, hash, now);
  return person.id;
}

/** The same for a person; the other ways to prove who they are stay. @param keep the token of a session that goes on */
export async function replacePasswordOf(tx: Db, personId: string, hash: string, now: Instant, keep?: string): Promise<void> {
  await tx
    .deleteFrom('people.credential')
    .where('person_id', '=', personId)
    .where('provider', '=', 'credential')
    .execute();
  await insertPassword(tx, personId, hash, now);
  await endOtherSessions(tx, personId, keep);
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
