/** What a member sees of the own participation, and the secret addresses of calendars. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Language } from '#platform/words/translate.ts';

export type OwnEntry = {
  campaignId: number;
  bodyId: number;
  exempt: boolean;
  outcome: 'attended' | 'excused' | 'unexcused' | null;
  provisional: boolean;
  sessionId: number | null;
};

/** The member's place on every roster, as far as the asker may see it. */
export async function entriesOf(db: Db, memberId: number): Promise<OwnEntry[]> {
  const { rows } = await sql<OwnEntry>`
    select campaign_id as "campaignId", body_id as "bodyId", exempt, outcome, provisional, session_id as "sessionId"
    from study.participant where member_id = ${memberId} order by campaign_id desc`.execute(db);
  return rows;
}

/** The earlier address stops working. */
export async function putCalendar(tx: Db, personId: string, hash: Uint8Array, now: Instant): Promise<void> {
  await sql`
    insert into study.calendar (person_id, token_hash, made_at) values (${personId}, ${Buffer.from(hash)}, ${now})
    on conflict (person_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at`.execute(tx);
}
export async function dropCalendar(tx: Db, personId: string): Promise<void> {
  await sql`delete from study.calendar where person_id = ${personId}`.execute(tx);
}
export async function calendarOf(db: Db, personId: string): Promise<{ madeAt: Instant } | undefined> {
  const { rows } = await sql<{ madeAt: Instant }>`
    select made_at as "madeAt" from study.calendar where person_id = ${personId}`.execute(db);
  return rows[0];
}
export async function personOfCalendar(db: Db, hash: Uint8Array): Promise<string | undefined> {
  const { rows } = await sql<{ personId: string }>`
    select person_id as "personId" from study.calendar where token_hash = ${Buffer.from(hash)}`.execute(db);
  return rows[0]?.personId;
}

export type Choice = { reminders: boolean; language: Language };
/** Of these people, who chose something. */
export async function choicesOf(db: Db, persons: readonly string[]): Promise<Map<string, Choice>> {
  const { rows } = await sql<Choice & { personId: string }>`
    select person_id as "personId", reminders, language from study.choice
    where person_id = any(${[...persons]}::uuid[])`.execute(db);
  return new Map(rows.map(({ personId, ...choice }) => [personId, choice]));
}
export async function putChoice(tx: Db, personId: string, { reminders, language }: Choice, now: Instant): Promise<void> {
  await sql`
    insert into study.choice (person_id, reminders, language, changed_at)
    values (${personId}, ${reminders}, ${language}, ${now})
    on conflict (person_id) do update set reminders = excluded.reminders, language = excluded.language,
      changed_at = excluded.changed_at`.execute(tx);
}
