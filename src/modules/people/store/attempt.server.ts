/** What was begun and has to be finished soon, once, by whoever holds its key. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type AttemptKind = 'second' | 'totp' | 'passkey' | 'provider' | 'link';
export type Attempt<T = unknown> = { personId: string | null; value: T; guesses: number };
type NewAttempt = {
  keyHash: Buffer;
  kind: AttemptKind;
  personId?: string | undefined;
  value?: object;
  seconds: number;
  now: Instant;
};

/** The same key again begins anew. */
export async function insertAttempt(db: Db, { keyHash, kind, personId, value = {}, seconds, now }: NewAttempt): Promise<void> {
  const row = {
    kind,
    person_id: personId ?? null,
    value: JSON.stringify(value),
    guesses: 0,
    created_at: now,
    expires_at: new Date(now.getTime() + seconds * 1000),
  };
  await db
    .insertInto('people.attempt')
    .values({ key_hash: keyHash, ...row })
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet(row))
    .execute();
}

export async function readAttempt<T>(db: Db, kind: AttemptKind, keyHash: Buffer, now: Instant): Promise<Attempt<T> | undefined> {
  const { rows } = await sql<Attempt<T>>`
    select person_id as "personId", value, guesses from people.attempt
    where key_hash = ${keyHash} and kind = ${kind} and expires_at > ${now}`.execute(db);
  return rows[0];
}

/** Takes it away: of two who finish at the same time one finds it. */
export async function takeAttempt<T>(db: Db, kind: AttemptKind, keyHash: Buffer, now: Instant): Promise<Attempt<T> | undefined> {
  const { rows } = await sql<Attempt<T>>`
    delete from people.attempt where key_hash = ${keyHash} and kind = ${kind} and expires_at > ${now}
    returning person_id as "personId", value, guesses`.execute(db);
  return rows[0];
}

/** Counts a guess before it is looked at; undefined when none is left. */
export async function countGuess<T>(
  db: Db,
  { kind, keyHash, most, now }: { kind: AttemptKind; keyHash: Buffer; most: number; now: Instant },
): Promise<Attempt<T> | undefined> {
  const { rows } = await sql<Attempt<T>>`
    update people.attempt set guesses = guesses + 1
    where key_hash = ${keyHash} and kind = ${kind} and expires_at > ${now} and guesses < ${most}
    returning person_id as "personId", value, guesses`.execute(db);
  return rows[0];
}

export async function deleteExpiredAttempts(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('people.attempt').where('expires_at', '<', now).execute();
}
