/** Closing what ran out, and writing what attempts are worth. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { LateDecision, LateRule } from '../rules/late.ts';
import type { Settled } from '../rules/settle.ts';
import type { Key } from './attempt.server.ts';

/** Closes at most `limit` open attempts whose deadline was before; what another process is closing is left to it. */
export async function closeDue(db: Db, before: Instant, now: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with due as (
      select ticket_id, ordinal from quizzes.attempt where state = 'open' and deadline <= ${before}
      order by deadline limit ${limit} for update skip locked
    )
    update quizzes.attempt a set state = 'closed', closed_at = ${now}
    from due where a.ticket_id = due.ticket_id and a.ordinal = due.ordinal`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export type ToSettle = Key & {
  sitting: number;
  sheet: number;
  startedAt: Instant;
  deadline: Instant;
  rule: LateRule;
  decision: LateDecision;
  epoch: number;
  baseEpoch: number;
};

/** At most `limit` attempts that are over and not settled, held until the transaction ends. */
export async function takeUnsettled(tx: Db, limit: number, only: Key | null = null): Promise<ToSettle[]> {
  const { rows } = await sql<ToSettle>`
    with due as (
      select ticket_id, ordinal from quizzes.attempt
      where state <> 'open' and settled_at is null
        and (${only?.ticket ?? null}::bigint is null or (ticket_id = ${only?.ticket ?? null} and ordinal = ${only?.ordinal ?? null}))
      order by ticket_id, ordinal limit ${limit} for update skip locked
    )
    select a.ticket_id as ticket, a.ordinal, a.sitting_id as sitting, a.sheet_number as sheet, a.started_at as "startedAt",
      a.deadline, q.late_rule as rule, a.late_decision as decision, a.epoch, a.base_epoch as "baseEpoch"
    from due join quizzes.attempt a on a.ticket_id = due.ticket_id and a.ordinal = due.ordinal
    join quizzes.quiz q on q.id = a.quiz_id`.execute(tx);
  return rows;
}

export type Worth = Key & Settled & { late: boolean };
const of = <K extends keyof Worth>(list: readonly Worth[], name: K): Worth[K][] => list.map((one) => one[name]);

/** What was handed in keeps the count of its receipt. */
export async function writeWorth(tx: Db, list: readonly Worth[], now: Instant): Promise<void> {
  await sql`
    update quizzes.attempt a set answered = case when a.receipt is null then w.answered else a.answered end,
      correct = w.correct, points = w.points, of_points = w.of_points, to_read = w.to_read, late = a.late or w.late,
      settled_at = ${now}
    from unnest(${of(list, 'ticket')}::bigint[], ${of(list, 'ordinal')}::smallint[], ${of(list, 'answered')}::smallint[],
      ${of(list, 'correct')}::smallint[], ${of(list, 'points')}::numeric[], ${of(list, 'ofPoints')}::numeric[],
      ${of(list, 'toRead')}::boolean[], ${of(list, 'late')}::boolean[])
      as w(ticket, ordinal, answered, correct, points, of_points, to_read, late)
    where a.ticket_id = w.ticket and a.ordinal = w.ordinal`.execute(tx);
}

export type ResultRow = {
  quiz: number;
  sitting: number;
  sheet: number;
  state: 'open' | 'submitted' | 'closed';
  settled: boolean;
  points: number | null;
  ofPoints: number | null;
  correct: number | null;
  toRead: boolean;
  startedAt: Instant;
  deadline: Instant;
  decision: LateDecision;
};

export async function findResult(db: Db, { ticket, ordinal }: Key): Promise<ResultRow | undefined> {
  const { rows } = await sql<ResultRow>`
    select quiz_id as quiz, sitting_id as sitting, sheet_number as sheet, state, settled_at is not null as settled,
      points::float8 as points, of_points::float8 as "ofPoints", correct, to_read as "toRead", started_at as "startedAt",
      deadline, late_decision as decision
    from quizzes.attempt where ticket_id = ${ticket} and ordinal = ${ordinal}`.execute(db);
  return rows[0];
}
