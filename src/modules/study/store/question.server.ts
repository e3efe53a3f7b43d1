/** What participants ask in a session, and what the organiser answers. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type QuestionRow = {
  id: number;
  sessionId: number;
  memberId: number | null;
  named: boolean;
  author: string | null;
  text: string;
  askedAt: Instant;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: Instant | null;
  withdrawnAt: Instant | null;
  hiddenReason: string | null;
};

const columns = sql`q.id, q.session_id as "sessionId", q.member_id as "memberId", q.named, q.author, q.text,
  q.asked_at as "askedAt", q.answer, q.answered_by as "answeredBy", q.answered_at as "answeredAt",
  q.withdrawn_at as "withdrawnAt", q.hidden_reason as "hiddenReason"`;

/** As they were asked, those taken back left out. */
export async function questionsOf(db: Db, sessionId: number): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    select ${columns} from study.question q where q.session_id = ${sessionId} and q.withdrawn_at is null
    order by q.asked_at, q.id`.execute(db);
  return rows;
}

/** Nobody else changes it until the transaction ends. */
export async function lockQuestion(tx: Db, sessionId: number, id: number): Promise<QuestionRow | undefined> {
  const { rows } = await sql<QuestionRow>`
    select ${columns} from study.question q where q.id = ${id} and q.session_id = ${sessionId} for update`.execute(tx);
  return rows[0];
}

/** How many a member has asked in a session, those taken back included. */
export async function countAsked(tx: Db, sessionId: number, memberId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from study.question where session_id = ${sessionId} and member_id = ${memberId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function insertQuestion(
  tx: Db, sessionId: number, write: { memberId: number; author: string | null; text: string }, now: Instant,
): Promise<void> {
  await sql`
    insert into study.question (session_id, member_id, named, author, text, asked_at)
    values (${sessionId}, ${write.memberId}, ${write.author !== null}, ${write.author}, ${write.text}, ${now})`.execute(tx);
}

export async function answerQuestion(tx: Db, id: number, answer: string, { by, now }: { by: string; now: Instant }): Promise<void> {
  await sql`
    update study.question set answer = ${answer}, answered_by = ${by}, answered_at = ${now} where id = ${id}`.execute(tx);
}

export async function hideQuestion(tx: Db, id: number, reason: string | null): Promise<void> {
  await sql`update study.question set hidden_reason = ${reason} where id = ${id}`.execute(tx);
}

export async function withdrawQuestion(tx: Db, id: number, now: Instant): Promise<void> {
  await sql`update study.question set withdrawn_at = ${now} where id = ${id}`.execute(tx);
}
