/** Links sent by mail. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Identifiers } from './identifier.server.ts';

export type Purpose = 'password' | 'email';
export type NewLink = { personId: string; purpose: Purpose; secretHash: Buffer; address: string; now: Instant; expiresAt: Instant };

/** Older links of the same purpose no longer work: whoever asks twice has one, the newest. */
export async function insertMailLink(tx: Db, { personId, purpose, secretHash, address, now, expiresAt }: NewLink): Promise<void> {
  await voidMailLinks(tx, personId, now, purpose);
  await sql`
    insert into people.mail_link (person_id, purpose, secret_hash, address, issued_at, expires_at)
    values (${personId}, ${purpose}, ${secretHash}, ${address}, ${now}, ${expiresAt})`.execute(tx);
}

export async function voidMailLinks(tx: Db, personId: string, now: Instant, purpose: Purpose): Promise<void> {
  await sql`
    update people.mail_link set expires_at = least(expires_at, ${now})
    where person_id = ${personId} and purpose = ${purpose} and used_at is null`.execute(tx);
}

export async function countLinksSince(db: Db, personId: string, purpose: Purpose, since: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from people.mail_link
    where person_id = ${personId} and purpose = ${purpose} and issued_at > ${since}`.execute(db);
  return rows[0]?.count ?? 0;
}

export type LiveLink = { id: number; personId: string; name: string; address: string; email: string | null; identifiers: Identifiers };

export async function liveMailLink(db: Db, purpose: Purpose, secretHash: Buffer, now: Instant): Promise<LiveLink | undefined> {
  const { rows } = await sql<LiveLink>`
    select l.id, l.person_id as "personId", p.full_name as name, l.address, p.email,
      coalesce((select json_object_agg(i.kind, i.shown) from people.identifier i where i.person_id = p.id), '{}') as identifiers
    from people.mail_link l join people.person p on p.id = l.person_id
    where l.secret_hash = ${secretHash} and l.purpose = ${purpose} and l.used_at is null and l.expires_at > ${now}
      and p.closed_at is null`.execute(db);
  return rows[0];
}

/** @returns false when it has been used or has expired meanwhile */
export async function useMailLink(tx: Db, id: number, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    update people.mail_link set used_at = ${now} where id = ${id} and used_at is null and expires_at > ${now}
    returning id`.execute(tx);
  return rows.length === 1;
}

export type Owner = { personId: string; name: string; email: string | null; emailConfirmed: boolean; active: boolean };

const owner = sql`p.id as "personId", p.full_name as name, p.email, p.email_confirmed as "emailConfirmed",
  exists (select from people.credential c where c.person_id = p.id)
    or exists (select from people.passkey k where k.person_id = p.id) as active`;

/** An open account by a key of `identifierKey`. @param sampleToo whether invented people count */
export async function ownerOf(db: Db, key: string, sampleToo: boolean): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`
    select ${owner} from people.identifier i join people.person p on p.id = i.person_id
    where i.key = ${key} and p.closed_at is null and (${sampleToo} or not p.sample)`.execute(db);
  return rows[0];
}

export async function ownerById(db: Db, personId: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`select ${owner} from people.person p where p.id = ${personId} and p.closed_at is null`.execute(db);
  return rows[0];
}

/** The address is the person's, proven. */
export async function setEmail(tx: Db, personId: string, email: string, now: Instant): Promise<void> {
  await tx
    .updateTable('people.person')
    .set({ email, email_confirmed: true, updated_at: now })
    .where('id', '=', personId)
    .execute();
}
