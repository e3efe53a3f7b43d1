/** What people agreed to, with the words they were shown, and which notices they saw. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type Wording = { hash: string; wordsKey: string; language: string; shown: string };

export async function keepWording(tx: Db, wording: Wording): Promise<void> {
  await sql`
    insert into privacy.wording (hash, words_key, language, shown)
    values (${wording.hash}, ${wording.wordsKey}, ${wording.language}, ${wording.shown})
    on conflict (hash) do nothing`.execute(tx);
}

export type NewConsent = { personId: string; purpose: string; version: number; wordingHash: string; now: Instant };

/** @returns false when the person has agreed to this purpose before and not withdrawn it */
export async function insertConsent(tx: Db, consent: NewConsent): Promise<boolean> {
  const { rows } = await sql`
    insert into privacy.consent (person_id, purpose, version, wording_hash, given_at)
    values (${consent.personId}, ${consent.purpose}, ${consent.version}, ${consent.wordingHash}, ${consent.now})
    on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** @returns how many were open: one or none, and with `purpose` null all of the person's */
export async function withdrawConsents(
  tx: Db,
  { personId, purpose, now }: { personId: string; purpose: string | null; now: Instant },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update privacy.consent set withdrawn_at = greatest(given_at, ${now}::timestamptz)
    where person_id = ${personId} and withdrawn_at is null
      and (${purpose}::text is null or purpose = ${purpose})`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function isConsentOpen(
  db: Db,
  { personId, purpose, version }: { personId: string; purpose: string; version: number },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from privacy.consent
    where person_id = ${personId} and purpose = ${purpose} and version >= ${version} and withdrawn_at is null`.execute(db);
  return rows.length > 0;
}

/** Of these people, those who agree to it today: for whoever writes to many. */
export async function personsConsenting(
  db: Db,
  { persons, purpose, version }: { persons: readonly string[]; purpose: string; version: number },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select person_id as id from privacy.consent
    where person_id = any(${[...persons]}::uuid[]) and purpose = ${purpose} and version >= ${version}
      and withdrawn_at is null`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export type ConsentRow = {
  purpose: string;
  version: number;
  shown: string;
  language: string;
  wordsKey: string;
  hash: string;
  givenAt: Instant;
  withdrawnAt: Instant | null;
};

/** The whole log of one person, the oldest first. */
export async function consentsOf(db: Db, personId: string): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select purpose, version, shown, language, words_key as "wordsKey", hash, given_at as "givenAt",
      withdrawn_at as "withdrawnAt"
    from privacy.consent join privacy.wording on hash = wording_hash
    where person_id = ${personId} order by id`.execute(db);
  return rows;
}

export async function insertNotice(tx: Db, notice: { personId: string; wordingHash: string; at: Instant }): Promise<void> {
  await sql`
    insert into privacy.notice (person_id, wording_hash, shown_at)
    values (${notice.personId}, ${notice.wordingHash}, ${notice.at}) on conflict do nothing`.execute(tx);
}

export type NoticeRow = { shown: string; language: string; hash: string; shownAt: Instant };

export async function noticesOf(db: Db, personId: string): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select shown, language, hash, shown_at as "shownAt"
    from privacy.notice join privacy.wording on hash = wording_hash
    where person_id = ${personId} order by shown_at`.execute(db);
  return rows;
}

/** Ended so long ago that nobody has to prove them any more, or of an account that ended so long ago. */
const oldConsents = (before: Instant) => sql`
  select c.id from privacy.consent c left join people.ended_account a using (person_id)
  where least(c.withdrawn_at, a.closed_at) < ${before}`;

/** A notice is proof as long as the account it opened. */
const oldNotices = (before: Instant) => sql`
  select n.ctid from privacy.notice n join people.ended_account a using (person_id) where a.closed_at < ${before}`;

export async function countOldConsents(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from (${oldConsents(before)}) as c)
      + (select count(*) from (${oldNotices(before)}) as n))::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldConsents(db: Db, before: Instant, limit: number): Promise<number> {
  const consents = await sql`
    delete from privacy.consent where id in (${oldConsents(before)} limit ${sql.lit(limit)})`.execute(db);
  const done = Number(consents.numAffectedRows ?? 0);
  const notices = await sql`
    delete from privacy.notice where ctid in (${oldNotices(before)} limit ${sql.lit(limit - done)})`.execute(db);
  return done + Number(notices.numAffectedRows ?? 0);
}
