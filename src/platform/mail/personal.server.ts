/** What the outbox holds about somebody: mails to their addresses. */
import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { RetentionRule } from '../personal-data.ts';
import { countOld, forgetOld } from './store.server.ts';

export type MailTo = { at: Instant; to: string; subject: string; state: string };

/** Mails to these addresses that have not been forgotten, the newest first. */
export async function mailsTo(db: Db, addresses: readonly string[]): Promise<MailTo[]> {
  if (addresses.length === 0) return [];
  const { rows } = await sql<MailTo>`
    select created_at as at, recipient as "to", subject, state from mail.message
    where lower(recipient) = any(${addresses.map((each) => each.toLowerCase())}::text[]) and subject is not null
    order by created_at desc`.execute(db);
  return rows;
}

/** Erases address and words of what was sent to them, or could not be; what still waits leaves first. */
export async function forgetMailsTo(tx: Db, addresses: readonly string[]): Promise<number> {
  if (addresses.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update mail.message set recipient = null, subject = null, body = null, unsubscribe_url = null
    where lower(recipient) = any(${addresses.map((each) => each.toLowerCase())}::text[]) and state <> 'queued'`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Address and words of mails that left or failed; that something was sent stays in the log. */
export const mailRule: RetentionRule = {
  key: 'privacy.mails',
  days: 30,
  least: 1,
  most: 90,
  count: countOld,
  apply: forgetOld,
};
