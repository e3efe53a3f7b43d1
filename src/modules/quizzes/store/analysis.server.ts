/** Counts of items and branches, and what they are made from. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { SheetCitation } from '#modules/questions/index.server.ts';
import type { Discrimination, Facility } from '../rules/analysis.ts';
import type { Answered } from '../rules/statements/given.ts';
import type { ToSettle } from './settle.server.ts';

/** Closed quizzes that were not analysed since they closed or were corrected, and in which nothing waits to be settled. */
export async function dueForAnalysis(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from quizzes.quiz q where state = 'closed' and analysed_at is null
      and not exists (select from quizzes.attempt a where a.quiz_id = q.id and (a.state = 'open' or a.settled_at is null))
    order by id limit 20`.execute(db);
  return rows.map(({ id }) => id);
}

export type FirstAttempt = ToSettle & { branch: number };

/** The first attempt of each ticket, behind this one in order: later ones were made by somebody who had seen the items. */
export async function firstAttempts(db: Db, quizId: number, after: number, limit: number): Promise<FirstAttempt[]> {
  const { rows } = await sql<FirstAttempt>`
    select a.ticket_id as ticket, a.ordinal, a.sitting_id as sitting, a.sheet_number as sheet, a.branch_id as branch,
      a.started_at as "startedAt", a.deadline, q.late_rule as rule, a.late_decision as decision, a.epoch,
      a.base_epoch as "baseEpoch"
    from quizzes.attempt a join quizzes.quiz q on q.id = a.quiz_id
    where a.quiz_id = ${quizId} and a.ordinal = 1 and a.settled_at is not null and a.ticket_id > ${after}
    order by a.ticket_id limit ${limit}`.execute(db);
  return rows;
}

export type ShownOption = { text: string; right: boolean; count: number };
export type ItemFigure = {
  versionId: number;
  position: number;
  stem: string;
  type: string;
  answers: number;
  facility: Facility;
  discrimination: Discrimination | null;
  options: ShownOption[];
  citations: SheetCitation[];
};
/** With what it is kept with, and no page shows. */
export type KeptFigure = ItemFigure & { answered: Answered };
export type BranchFigure = { versionId: number; branchId: number; answers: number; score: number };

export async function writeFigures(
  tx: Db, quizId: number, { items, branches }: { items: readonly KeptFigure[]; branches: readonly BranchFigure[] }, now: Instant,
): Promise<void> {
  await sql`delete from quizzes.item_figure where quiz_id = ${quizId}`.execute(tx);
  await sql`delete from quizzes.item_branch where quiz_id = ${quizId}`.execute(tx);
  for (const item of items) {
    await sql`
      insert into quizzes.item_figure (quiz_id, version_id, position, stem, type, answers, facility, discrimination, options, citations, answered)
      values (${quizId}, ${item.versionId}, ${item.position}, ${item.stem}, ${item.type}, ${item.answers},
        ${JSON.stringify(item.facility)}, ${item.discrimination && JSON.stringify(item.discrimination)},
        ${JSON.stringify(item.options)}, ${JSON.stringify(item.citations)},
        ${JSON.stringify(item.answered)})`.execute(tx);
  }
  await sql`
    insert into quizzes.item_branch (quiz_id, version_id, branch_id, answers, score)
    select ${quizId}, * from unnest(${branches.map(({ versionId }) => versionId)}::bigint[],
      ${branches.map(({ branchId }) => branchId)}::int[], ${branches.map(({ answers }) => answers)}::int[],
      ${branches.map(({ score }) => score)}::real[])`.execute(tx);
  await sql`update quizzes.quiz set analysed_at = ${now} where id = ${quizId}`.execute(tx);
}

export async function itemFigures(db: Db, quizId: number): Promise<ItemFigure[]> {
  const { rows } = await sql<ItemFigure>`
    select version_id as "versionId", position, stem, type, answers, facility, discrimination, options, citations
    from quizzes.item_figure where quiz_id = ${quizId} order by position, version_id`.execute(db);
  return rows;
}

export async function branchFigures(db: Db, quizId: number): Promise<BranchFigure[]> {
  const { rows } = await sql<BranchFigure>`
    select version_id as "versionId", branch_id as "branchId", answers, score
    from quizzes.item_branch where quiz_id = ${quizId}`.execute(db);
  return rows;
}

export async function analysedAt(db: Db, quizId: number): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select analysed_at as at from quizzes.quiz where id = ${quizId}`.execute(db);
  return rows[0]?.at ?? null;
}
