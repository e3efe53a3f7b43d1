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

const toSettle = sql`a.ticket_id as ticket, a.ordinal, a.sitting_id as sitting, a.sheet_number as sheet, a.started_at as "startedAt",
  a.deadline, q.late_rule as rule, a.late_decision as decision, a.epoch, a.base_epoch as "baseEpoch"`;

/** At most `limit` attempts that are over and not settled, held until the transaction ends. */
export async function takeUnsettled(tx: Db, limit: number, only: Key | null = null): Promise<ToSettle[]> {
  const { rows } = await sql<ToSettle>`
    with due as (
      select ticket_id, ordinal from quizzes.attempt
      where state <> 'open' and settled_at is null
        and (${only?.ticket ?? null}::bigint is null or (ticket_id = ${only?.ticket ?? null} and ordinal = ${only?.ordinal ?? null}))
      order by ticket_id, ordinal limit ${limit} for update skip locked
    )
    select ${toSettle} from due join quizzes.attempt a on a.ticket_id = due.ticket_id and a.ordinal = due.ordinal
    join quizzes.quiz q on q.id = a.quiz_id`.execute(tx);
  return rows;
}

/** These attempts, when they are over, held until the transaction ends; always in one order. */
export async function takeOver(tx: Db, list: readonly Key[]): Promise<ToSettle[]> {
  const { rows } = await sql<ToSettle>`
    select ${toSettle}
    from unnest(${list.map(({ ticket }) => ticket)}::bigint[], ${list.map(({ ordinal }) => ordinal)}::smallint[]) as k(ticket, ordinal)
    join quizzes.attempt a on a.ticket_id = k.ticket and a.ordinal = k.ordinal
    join quizzes.quiz q on q.id = a.quiz_id
    where a.state <> 'open' order by a.ticket_id, a.ordinal for update of a`.execute(tx);
  return rows;
}

export type Worth = Key & Settled & { epoch: number; late: boolean };
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
  await writeReadings(tx, list.filter(({ readings }) => readings !== null));
}

/** Which open text stands now, instead of what stood. */
async function writeReadings(tx: Db, list: readonly Worth[]): Promise<void> {
  if (list.length === 0) return;
  await sql`
    delete from quizzes.reading r using unnest(${of(list, 'ticket')}::bigint[], ${of(list, 'ordinal')}::smallint[]) as w(ticket, ordinal)
    where r.ticket_id = w.ticket and r.ordinal = w.ordinal`.execute(tx);
  const rows = list.flatMap(({ ticket, ordinal, epoch, readings }) => (readings ?? []).map((one) => ({ ticket, ordinal, epoch, ...one })));
  await sql`
    insert into quizzes.reading (ticket_id, ordinal, item, quiz_id, version_id, epoch, seq)
    select n.ticket, n.ordinal, n.item, a.quiz_id, n.version, n.epoch, n.seq
    from unnest(${rows.map(({ ticket }) => ticket)}::bigint[], ${rows.map(({ ordinal }) => ordinal)}::smallint[],
      ${rows.map(({ item }) => item)}::smallint[], ${rows.map(({ versionId }) => versionId)}::bigint[],
      ${rows.map(({ epoch }) => epoch)}::smallint[], ${rows.map(({ seq }) => seq)}::integer[])
      as n(ticket, ordinal, item, version, epoch, seq)
    join quizzes.attempt a on a.ticket_id = n.ticket and a.ordinal = n.ordinal`.execute(tx);
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
