/** Identities of a provider that people linked to their accounts: keyed hashes, nothing that the provider could read. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

const PROVIDER = 'oidc';

/** Whose it is, while the account is open. @param sampleToo whether invented people may sign in */
export async function linkedPerson(db: Db, subject: string, sampleToo: boolean): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select p.id from people.credential c join people.person p on p.id = c.person_id
    where c.provider = ${PROVIDER} and c.subject = ${subject} and p.closed_at is null and (${sampleToo} or not p.sample)`.execute(db);
  return rows[0]?.id;
}

/** @returns false when the identity belongs to somebody, or the person has one */
export async function insertLink(db: Db, personId: string, subject: string, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    insert into people.credential (person_id, provider, subject, created_at, updated_at)
    select ${personId}, ${PROVIDER}, ${subject}, ${now}::timestamptz, ${now}::timestamptz
    where not exists (select from people.credential where person_id = ${personId} and provider = ${PROVIDER})
    on conflict do nothing returning id`.execute(db);
  return rows.length === 1;
}

export async function hasLink(db: Db, personId: string): Promise<boolean> {
  const link = db.selectFrom('people.credential').select('id').where('person_id', '=', personId).where('provider', '=', PROVIDER);
  return (await link.executeTakeFirst()) !== undefined;
}

/** @returns false when there was none */
export async function deleteLink(db: Db, personId: string): Promise<boolean> {
  const link = db.deleteFrom('people.credential').where('person_id', '=', personId).where('provider', '=', PROVIDER);
  return Number((await link.executeTakeFirst()).numDeletedRows) > 0;
}
