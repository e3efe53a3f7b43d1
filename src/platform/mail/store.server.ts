import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Letter } from './letter.ts';
import type { Message } from './mail.server.ts';

/** A running attempt is taken for dead after this long; transports give up sooner (40 s at most). */
const LEASE_MS = 5 * 60_000;

/** In one statement of constant text, however many. @returns how many were new */
export async function insertMessages(db: Db, messages: readonly Message[], now: Instant): Promise<number> {
  const { rows } = await sql`
    insert into mail.message (key, recipient, subject, body, language, unsubscribe_url, secret, created_at, due_at)
    select key, "to", subject, text, language, "unsubscribeUrl", coalesce(secret, false), ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as row (key text, "to" text, subject text, text text,
      language text, "unsubscribeUrl" text, secret boolean)
    on conflict (key) do nothing returning id`.execute(db);
  return rows.length;
}

export type Claimed = Letter & {
  /** Attempts so far, this one included; also says whose claim it is. */
  attempts: number;
};

/** Takes the message that is due longest for itself; others pass over it without waiting. */
export async function claimNext(db: Db, now: Instant): Promise<Claimed | null> {
  const { rows } = await sql<Claimed>`
    update mail.message set attempts = attempts + 1, due_at = ${new Date(now.getTime() + LEASE_MS)}
    where id = (
      select id from mail.message where state = 'queued' and due_at <= ${now}
      order by due_at, created_at limit 1 for update skip locked
    )
    returning id, recipient as "to", subject, body as text, language, unsubscribe_url as "unsubscribeUrl",
      attempts`.execute(db);
  return rows[0] ?? null;
}

/** Also when the claim was lost meanwhile: the message did leave. */
export async function markSent(db: Db, { id }: Claimed, now: Instant): Promise<void> {
  await sql`update mail.message set state = 'sent', sent_at = ${now}, last_error = null,
      body = case when secret then null else body end
    where id = ${id} and state <> 'sent'`.execute(db);
}

export async function markFailed(db: Db, { id, attempts }: Claimed, error: string): Promise<void> {
  await sql`update mail.message set state = 'failed', last_error = ${error}
    where id = ${id} and state = 'queued' and attempts = ${attempts}`.execute(db);
}

export async function postpone(
  db: Db,
  { id, attempts }: Claimed,
  error: string,
  dueAt: Instant,
): Promise<void> {
  await sql`update mail.message set due_at = ${dueAt}, last_error = ${error}
    where id = ${id} and state = 'queued' and attempts = ${attempts}`.execute(db);
}

export type Delivery = {
  id: string;
  key: string;
  /** Null once forgotten. */
  recipient: string | null;
  subject: string | null;
  state: 'queued' | 'sent' | 'failed';
  attempts: number;
  lastError: string | null;
  createdAt: Instant;
  dueAt: Instant;
  sentAt: Instant | null;
};

/**
 * What was sent, what waits and what failed, newest first.
 * @param filter `key`: beginning of the key, for example `ideas.answered/42/`
 */
export async function deliveryLog(
  db: Db,
  filter: { key?: string; state?: Delivery['state']; most?: number } = {},
): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    select id, key, recipient, subject, state, attempts, last_error as "lastError", created_at as "createdAt",
      due_at as "dueAt", sent_at as "sentAt"
    from mail.message
    where starts_with(key, ${filter.key ?? ''}) and state = coalesce(${filter.state ?? null}, state)
    order by created_at desc, key limit ${filter.most ?? 100}`.execute(db);
  return rows;
}

/** Gives failed messages a new start, for example after the mail server was repaired. Returns how many. */
export async function retryFailed(db: Db, now: Instant): Promise<number> {
  const { rows } = await sql`
    update mail.message set state = 'queued', attempts = 0, due_at = ${now}
    where state = 'failed' and recipient is not null and subject is not null and body is not null
    returning id`.execute(db);
  return rows.length;
}

/** Erases address and words of what was sent or has failed before that instant; key, state and times stay. */
export async function forgetOld(db: Db, before: Instant, limit = 1_000): Promise<number> {
  const { rows } = await sql`
    update mail.message set recipient = null, subject = null, body = null, unsubscribe_url = null
    where id in (${oldMessages(before)} limit ${sql.lit(limit)})
    returning id`.execute(db);
  return rows.length;
}

const oldMessages = (before: Instant) => sql`
  select id from mail.message where state <> 'queued' and created_at < ${before} and recipient is not null`;

export async function countOld(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${oldMessages(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Takes back all messages whose key begins so: what has not left stays here, and of what has, address and words are
 * erased. For a consent that ended and for what must not be passed on. Returns how many.
 */
export async function recall(db: Db, keyPrefix: string): Promise<number> {
  const { rows } = await sql`
    update mail.message set recipient = null, subject = null, body = null, unsubscribe_url = null,
      state = case state when 'queued' then 'failed' else state end,
      last_error = case state when 'queued' then 'recalled' else last_error end
    where starts_with(key, ${keyPrefix}) and recipient is not null
    returning id`.execute(db);
  return rows.length;
}
