/** Whom a campaign reminded of what, and who could still be. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type ReminderKind = 'target' | 'catchup';
export type ReminderWrite = {
  key: string; campaignId: number; kind: ReminderKind; bodyId: number; sessionId: number | null; personId: string;
  daysBefore: number; queued: boolean;
};

/** Each once, for ever. @returns keys of those that are new */
export async function insertReminders(tx: Db, reminders: readonly ReminderWrite[], now: Instant): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    insert into study.reminder (mail_key, campaign_id, kind, body_id, session_id, person_id, days_before, queued, at)
    select key, "campaignId", kind, "bodyId", "sessionId", "personId", "daysBefore", queued, ${now}
    from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as r(key text, "campaignId" bigint, kind text,
      "bodyId" integer, "sessionId" bigint, "personId" uuid, "daysBefore" smallint, queued boolean)
    on conflict (mail_key) do nothing returning mail_key as key`.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

export type Waiting = { memberId: number; bodyId: number; personId: string };

/** Members with an account who have to attend and have not, by branch. */
export async function waitingMembers(db: Db, campaignId: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select p.member_id as "memberId", p.body_id as "bodyId", a.person_id as "personId"
    from study.participant p join members.account a on a.member_id = p.member_id
    where p.campaign_id = ${campaignId} and not p.exempt and p.outcome is distinct from 'attended'
    order by p.body_id, p.member_id`.execute(db);
  return rows;
}

export type ReminderRow = {
  key: string; kind: ReminderKind; bodyId: number; personId: string; daysBefore: number; queued: boolean; at: Instant;
};

/** The latest first. */
export async function remindersOf(db: Db, campaignId: number): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    select mail_key as key, kind, body_id as "bodyId", person_id as "personId", days_before as "daysBefore", queued, at
    from study.reminder where campaign_id = ${campaignId} order by at desc, mail_key`.execute(db);
  return rows;
}
