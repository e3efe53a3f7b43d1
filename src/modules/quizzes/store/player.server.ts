/** What a player's page, a person's list of attempts and a receipt's page are made of. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { LateRule } from '../rules/late.ts';

export type TermsRow = { certificate: boolean; guessAsked: boolean };

export async function termsOf(db: Db, quizId: number): Promise<TermsRow | undefined> {
  const { rows } = await sql<TermsRow>`
    select certificate, guess_asked as "guessAsked" from quizzes.quiz where id = ${quizId}`.execute(db);
  return rows[0];
}

export type AttemptRow = {
  ordinal: number;
  state: 'open' | 'submitted' | 'closed';
  startedAt: Instant;
  deadline: Instant;
  submittedAt: Instant | null;
  receipt: string | null;
  answered: number | null;
};

/** In the order in which they began. */
export async function attemptsOf(db: Db, ticketId: number): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`
    select ordinal, state, started_at as "startedAt", deadline, submitted_at as "submittedAt", receipt, answered
    from quizzes.attempt where ticket_id = ${ticketId} order by ordinal`.execute(db);
  return rows;
}

export type OwnRow = AttemptRow & {
  ticketId: number;
  quizId: number;
  campaignId: number;
  quiz: string;
  quizState: string;
  of: number;
  correct: number | null;
  points: number | null;
  ofPoints: number | null;
  toRead: boolean;
  settled: boolean;
  passMark: number | null;
  late: boolean;
  lateRule: LateRule;
  explanations: string;
};

/** Of the person in whose name the transaction reads: row-level security shows nobody else's. Newest first. */
export async function ownAttempts(db: Db): Promise<OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    select a.ticket_id as "ticketId", a.quiz_id as "quizId", q.campaign_id as "campaignId", q.title as quiz, q.state as "quizState",
      a.ordinal, a.state, a.started_at as "startedAt", a.deadline, a.submitted_at as "submittedAt", a.receipt, a.answered,
      coalesce(jsonb_array_length(s.content -> 'items'), 0) as "of", a.correct, a.points::float8 as points,
      a.of_points::float8 as "ofPoints", a.to_read as "toRead", a.settled_at is not null as settled, q.pass_mark as "passMark", a.late,
      q.late_rule as "lateRule", q.explanations
    from quizzes.attempt a
    join quizzes.ticket t on t.id = a.ticket_id and t.member_id = (select members.own_member())
    join quizzes.quiz q on q.id = a.quiz_id
    left join quizzes.sheet s on s.sitting_id = a.sitting_id and s.number = a.sheet_number
    order by a.started_at desc`.execute(db);
  return rows;
}

export type OwnRegrade = {
  ticketId: number; ordinal: number; beforePoints: number; beforeOf: number; afterPoints: number; afterOf: number; reason: string; at: Instant;
};

/** What corrections of keys made of the person's own attempts, the newest first. */
export async function ownRegrades(db: Db): Promise<OwnRegrade[]> {
  const { rows } = await sql<OwnRegrade>`
    select r.ticket_id as "ticketId", r.ordinal, r.before_points::float8 as "beforePoints", r.before_of::float8 as "beforeOf",
      r.after_points::float8 as "afterPoints", r.after_of::float8 as "afterOf", c.reason, c.decided_at as at
    from quizzes.regrade r
    join quizzes.ticket t on t.id = r.ticket_id and t.member_id = (select members.own_member())
    join quizzes.key_correction c on c.id = r.correction_id order by c.id desc`.execute(db);
  return rows;
}

export type ReceiptRow = { quiz: string; submittedAt: Instant; answered: number; of: number; late: boolean };

export async function receiptByCode(db: Db, code: string): Promise<ReceiptRow | undefined> {
  const { rows } = await sql<ReceiptRow>`
    select q.title as quiz, a.submitted_at as "submittedAt", coalesce(a.answered, 0) as answered,
      coalesce(jsonb_array_length(s.content -> 'items'), 0) as "of", a.late
    from quizzes.attempt a
    join quizzes.quiz q on q.id = a.quiz_id
    left join quizzes.sheet s on s.sitting_id = a.sitting_id and s.number = a.sheet_number
    where a.receipt = ${code} and a.submitted_at is not null`.execute(db);
  return rows[0];
}
