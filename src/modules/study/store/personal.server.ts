/** What study knows about one person. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

export type TakenPart = { title: string; bodyId: number; rosterOn: Day; outcome: string | null; reason: string | null; way: string | null; at: Instant | null };

export async function takenPart(db: Db, memberId: number): Promise<TakenPart[]> {
  const { rows } = await sql<TakenPart>`
    select c.title, p.body_id as "bodyId", c.roster_on as "rosterOn", p.outcome, p.reason, p.way, p.recorded_at as at
    from study.participant p join study.campaign c on c.id = p.campaign_id
    where p.member_id = ${memberId} order by c.opens_on`.execute(db);
  return rows;
}

export async function askedBy(db: Db, memberId: number): Promise<{ at: Instant; text: string; answer: string | null }[]> {
  const { rows } = await sql<{ at: Instant; text: string; answer: string | null }>`
    select asked_at as at, text, answer from study.question where member_id = ${memberId} order by asked_at`.execute(db);
  return rows;
}

export async function objectedBy(db: Db, memberId: number): Promise<{ at: Instant; text: string; answer: string | null }[]> {
  const { rows } = await sql<{ at: Instant; text: string; answer: string | null }>`
    select made_at as at, text, answer from study.objection where member_id = ${memberId} order by made_at`.execute(db);
  return rows;
}

export async function remindedOf(db: Db, personId: string): Promise<{ at: Instant; what: string; title: string }[]> {
  const { rows } = await sql<{ at: Instant; what: string; title: string }>`
    select r.at, r.kind as what, c.title from study.reminder r join study.campaign c on c.id = r.campaign_id
    where r.person_id = ${personId} order by r.at`.execute(db);
  return rows;
}

export async function chosenBy(db: Db, personId: string): Promise<{ reminders: boolean; language: string; at: Instant }[]> {
  const { rows } = await sql<{ reminders: boolean; language: string; at: Instant }>`
    select reminders, language, changed_at as at from study.choice where person_id = ${personId}`.execute(db);
  return rows;
}

/** What was done in an official role: made, announced, signed, answered, recorded about others. */
export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select created_at as at, 'campaign' as what from study.campaign where created_by = ${personId}
    union all select announced_at, 'announce' from study.campaign where announced_by = ${personId}
    union all select created_at, 'session' from study.session where created_by = ${personId}
    union all select minutes_at, 'minutes' from study.session where minutes_by = ${personId}
    union all select room_confirmed_at, 'room' from study.session where room_confirmed_by = ${personId}
    union all select answered_at, 'answer' from study.question where answered_by = ${personId}
    union all select answered_at, 'answer' from study.objection where answered_by = ${personId}
    union all select signed_at, 'sign' from study.sign_off where signed_by = ${personId}
    union all select reopened_at, 'reopen' from study.sign_off where reopened_by = ${personId}
    union all select moved_at, 'move' from study.move where moved_by = ${personId}
    order by 1`.execute(db);
  return rows;
}

/** Words of the person go; answers of the organiser to all stay. @returns how many */
export async function eraseQuestions(tx: Db, memberId: number, erased: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update study.question set text = ${erased}, author = null, named = false, member_id = null
    where member_id = ${memberId}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Reasons of absence and objections are words about the person; that somebody took part is a figure. @returns how many */
export async function eraseReasons(tx: Db, memberId: number, erased: string): Promise<number> {
  const cleared = await sql`update study.participant set reason = null where member_id = ${memberId} and reason is not null`.execute(tx);
  const objections = await sql`
    update study.objection set text = ${erased}, answer = case when answer is null then null else ${erased} end
    where member_id = ${memberId} and text <> ${erased}`.execute(tx);
  return Number(cleared.numAffectedRows ?? 0) + Number(objections.numAffectedRows ?? 0);
}

/** @returns how many */
export async function eraseChoices(tx: Db, personId: string): Promise<number> {
  const gone = [
    await sql`delete from study.calendar where person_id = ${personId}`.execute(tx),
    await sql`delete from study.choice where person_id = ${personId}`.execute(tx),
    await sql`delete from study.reminder where person_id = ${personId} and kind = 'catchup'`.execute(tx),
  ];
  return gone.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0);
}

const old = (before: Instant) => sql`at < ${before}`;
export async function countOldReminders(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from study.reminder where ${old(before)}`.execute(db);
  return rows[0]?.count ?? 0;
}
export async function deleteOldReminders(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from study.reminder where mail_key in (select mail_key from study.reminder where ${old(before)} limit ${sql.lit(limit)})`.execute(db);
  return Number(numAffectedRows ?? 0);
}
