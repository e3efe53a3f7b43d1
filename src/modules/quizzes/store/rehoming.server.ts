/** Quizzes of bodies that end by a reorganisation. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

/** Those that are not over, by body. */
export async function quizzesIn(db: Db, bodies: readonly number[]): Promise<{ body: number; count: number }[]> {
  const { rows } = await sql<{ body: number; count: number }>`
    select body_id as body, count(*)::int as count from quizzes.quiz
    where body_id = any(${[...bodies]}::int[]) and state in ('draft', 'submitted', 'published') group by body_id`.execute(db);
  return rows;
}

/** Where nobody takes over, the quiz stays with the body that was: its answers are still received and settled. */
export async function moveQuizzes(tx: Db, moving: readonly { from: number; to: number | null }[]): Promise<void> {
  await sql`
    update quizzes.quiz q set body_id = way."to"
    from unnest(${moving.map(({ from }) => from)}::int[], ${moving.map(({ to }) => to)}::int[]) as way("from", "to")
    where q.body_id = way."from" and way."to" is not null and q.state in ('draft', 'submitted', 'published')`.execute(tx);
}
