/** Exports of statements, and the counts that they are made from. Nothing here reads who somebody is. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Answered } from '../rules/statements/given.ts';
import type { StatementExport, StatementsAsked } from '../rules/statements/export.ts';
import type { Counts } from '../rules/certificate.ts';

export type ScoreCount = { points: number | null; ofPoints: number; people: number; seconds: number };

/** Attempts that count, one a person: how many are worth what, and how long they took together. */
export async function scoreCounts(db: Db, quizId: number, counts: Counts): Promise<ScoreCount[]> {
  const share = sql`a.points / nullif(a.of_points, 0)`;
  const order = { first: sql`a.ordinal`, last: sql`a.ordinal desc`, best: sql`a.to_read, ${share} desc nulls last, a.ordinal` }[counts];
  const { rows } = await sql<ScoreCount>`
    select case when to_read then null else points end::float8 as points, of_points::float8 as "ofPoints", count(*)::int as people,
      sum(seconds)::float8 as seconds
    from (
      select distinct on (a.ticket_id) a.points, a.of_points, a.to_read,
        greatest(0, extract(epoch from least(coalesce(a.submitted_at, a.closed_at), a.deadline) - a.started_at)) as seconds
      from quizzes.attempt a join quizzes.ticket t on t.id = a.ticket_id
      where a.quiz_id = ${quizId} and a.settled_at is not null and t.voided_at is null
      order by a.ticket_id, ${order}
    ) counting group by 1, 2 order by 2, 1`.execute(db);
  return rows;
}

export type AnsweredItem = { versionId: number; stem: string; answered: Answered };

export async function answeredItems(db: Db, quizId: number): Promise<AnsweredItem[]> {
  const { rows } = await sql<AnsweredItem>`
    select version_id as "versionId", stem, answered from quizzes.item_figure
    where quiz_id = ${quizId} and answered is not null order by position, version_id`.execute(db);
  return rows;
}

type NewExport = StatementsAsked & { quizId: number; by: string; now: Instant };

export async function insertStatementExport(tx: Db, { quizId, format, items, purpose, by, now }: NewExport): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.statement_export (quiz_id, format, items, purpose, asked_by, asked_at)
    values (${quizId}, ${format}, ${items}, ${purpose}, ${by}, ${now}) returning id`.execute(tx);
  return rows[0]!.id;
}

const columns = sql`id, quiz_id as "quizId", format, items, purpose, asked_by as "askedBy", asked_at as "askedAt"`;

/** The newest first. */
export async function statementExports(db: Db, quizId: number): Promise<StatementExport[]> {
  const { rows } = await sql<StatementExport>`
    select ${columns} from quizzes.statement_export where quiz_id = ${quizId} order by id desc limit 20`.execute(db);
  return rows;
}

export async function statementExport(db: Db, id: number): Promise<StatementExport | undefined> {
  const { rows } = await sql<StatementExport>`select ${columns} from quizzes.statement_export where id = ${id}`.execute(db);
  return rows[0];
}
