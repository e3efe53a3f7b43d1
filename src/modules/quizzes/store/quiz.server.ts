/** Quizzes and their sittings, as far as publishing, answering and closing need them. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { QuizState } from '../rules/attempt.ts';
import type { LateRule } from '../rules/late.ts';

export type Explanations = 'answered' | 'submitted' | 'closed' | 'never';
export type QuizRow = {
  id: number;
  campaignId: number;
  bodyId: number;
  title: string;
  state: QuizState;
  paperId: number | null;
  sheetCount: number;
  mode: 'practice' | 'test' | 'contest';
  limit: number | null;
  attempts: number | null;
  counts: 'best' | 'last' | 'first';
  passMark: number | null;
  shuffleItems: boolean;
  shuffleOptions: boolean;
  explanations: Explanations;
  lateRule: LateRule;
};

const columns = sql`id, campaign_id as "campaignId", body_id as "bodyId", title, state, paper_id as "paperId",
  sheet_count as "sheetCount", mode, time_limit as "limit", attempts_allowed as attempts, counts, pass_mark as "passMark",
  shuffle_items as "shuffleItems", shuffle_options as "shuffleOptions", explanations, late_rule as "lateRule"`;

export async function findQuiz(db: Db, id: number): Promise<QuizRow | undefined> {
  const { rows } = await sql<QuizRow>`select ${columns} from quizzes.quiz where id = ${id}`.execute(db);
  return rows[0];
}

export async function lockQuiz(tx: Db, id: number): Promise<QuizRow | undefined> {
  const { rows } = await sql<QuizRow>`select ${columns} from quizzes.quiz where id = ${id} for update`.execute(tx);
  return rows[0];
}

export type SittingRow = { id: number; quizId: number; opens: Instant; closes: Instant; places: number | null; sessionId: number | null; taken: number };

/** In the order in which they open. `taken`: tickets that stand. */
export async function sittingsOf(db: Db, quizId: number): Promise<SittingRow[]> {
  const { rows } = await sql<SittingRow>`
    select s.id, s.quiz_id as "quizId", s.opens_at as opens, s.closes_at as closes, s.places, s.session_id as "sessionId", (
      select count(*)::int from quizzes.ticket t where t.sitting_id = s.id and t.voided_at is null) as taken
    from quizzes.sitting s where s.quiz_id = ${quizId} order by s.opens_at, s.id`.execute(db);
  return rows;
}

/** Whoever takes a place waits here for whoever is taking one, so that the last place is taken once. */
export async function lockSitting(tx: Db, id: number): Promise<SittingRow | undefined> {
  await sql`select from quizzes.sitting where id = ${id} for update`.execute(tx);
  const { rows } = await sql<SittingRow>`
    select s.id, s.quiz_id as "quizId", s.opens_at as opens, s.closes_at as closes, s.places, s.session_id as "sessionId", (
      select count(*)::int from quizzes.ticket t where t.sitting_id = s.id and t.voided_at is null) as taken
    from quizzes.sitting s where s.id = ${id}`.execute(tx);
  return rows[0];
}

export async function markPublished(tx: Db, id: number, now: Instant): Promise<void> {
  await sql`update quizzes.quiz set state = 'published', published_at = ${now} where id = ${id}`.execute(tx);
}

/**
 * Quizzes whose last sitting ended long enough ago: for everybody with more minutes too, and nothing is open any more.
 * @returns those that were closed
 */
export async function closeQuizzes(db: Db, before: Instant, now: Instant): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update quizzes.quiz q set state = 'closed', closed_at = ${now}
    where q.state = 'published'
      and exists (select from quizzes.sitting s where s.quiz_id = q.id)
      and not exists (select from quizzes.sitting s where s.quiz_id = q.id and s.closes_at > ${before})
      and not exists (
        select from quizzes.ticket t join quizzes.sitting s on s.id = t.sitting_id
        where t.quiz_id = q.id and t.extra_minutes > 0 and s.closes_at + make_interval(mins => t.extra_minutes) > ${before})
      and not exists (select from quizzes.attempt a where a.quiz_id = q.id and a.state = 'open')
    returning q.id`.execute(db);
  return rows.map(({ id }) => id);
}
