/** Attempts with answers that came late, and what was decided about them. Neither what was answered nor by whom. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { LateDecision } from '../rules/late.ts';
import type { Key } from './attempt.server.ts';

/** By which name pages call an attempt: nothing that a register of members knows. */
export type Naming = { quizId: number; key: string; /** Whose own attempts are left to somebody else. */ self: string };

export type LateRow = Key & {
  code: string;
  own: boolean;
  opens: Instant;
  closes: Instant;
  deadline: Instant;
  submittedAt: Instant | null;
  receipt: string | null;
  /** Began without network, so many milliseconds before it could say so. */
  offlineMs: number;
  first: Instant;
  last: Instant;
  /** Items with a late answer that was written in time by the device's stopwatch, and of those that were written too late. */
  written: number;
  overdue: number;
  decision: LateDecision;
  /** Of the decision that stands; 0: none. */
  seen: number;
};

const inTime = sql`a.started_at + e.device_ms * interval '1 millisecond' <= a.deadline + interval '90 seconds'`;
const firstSubmit = sql`coalesce((select min(h.seq) from quizzes.event h
  where h.ticket_id = a.ticket_id and h.ordinal = a.ordinal and h.epoch = a.epoch and h.item = -1), 2147483647)`;
/** Of the attempt `a`: an answer that was written in time came late, so that a rule or an officer says whether it counts. */
export const cameLate = sql`a.late and exists (select from quizzes.event e
  where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch and e.late and e.item >= 0 and ${inTime}
    and e.seq < ${firstSubmit})`;
const rowsOf = ({ quizId, key, self }: Naming) => sql`
  select a.ticket_id as ticket, a.ordinal, a.late_decision as decision, a.deadline, a.submitted_at as "submittedAt", a.receipt,
    a.offline_ms as "offlineMs", s.opens_at as opens, s.closes_at as closes, l.first, l.last, l.written, l.overdue,
    left(encode(sha256(convert_to(${key} || a.ticket_id || '-' || a.ordinal, 'UTF8')), 'hex'), 12) as code,
    exists (select from members.account m where m.member_id = t.member_id and m.person_id = ${self}) as own,
    coalesce((select max(d.id) from quizzes.late_decision d where d.ticket_id = a.ticket_id and d.ordinal = a.ordinal), 0)::float8 as seen
  from quizzes.attempt a
  join quizzes.ticket t on t.id = a.ticket_id
  join quizzes.sitting s on s.id = a.sitting_id
  cross join lateral (
    select min(e.received_at) as first, max(e.received_at) as last,
      count(distinct e.item) filter (where ${inTime})::int as written,
      count(distinct e.item) filter (where not (${inTime}))::int as overdue
    from quizzes.event e
    where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch and e.late and e.item >= 0
      and e.seq < ${firstSubmit}
  ) l
  where a.quiz_id = ${quizId} and a.late and a.state <> 'open' and l.first is not null`;

/** Those that wait for a decision first; among them in an order that says nothing. */
export async function lateAttempts(db: Db, naming: Naming, { limit, offset }: { limit: number; offset: number }): Promise<LateRow[]> {
  const { rows } = await sql<LateRow>`
    with late as (${rowsOf(naming)}) select * from late
    order by (decision is null and written > 0) desc, code limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

export async function lateByCode(tx: Db, naming: Naming, codes: readonly string[]): Promise<LateRow[]> {
  const { rows } = await sql<LateRow>`
    with late as (${rowsOf(naming)}) select * from late where code = any(${[...codes]}::text[])`.execute(tx);
  return rows;
}

export async function lateCounts(db: Db, naming: Naming): Promise<{ total: number; waiting: number }> {
  const { rows } = await sql<{ total: number; waiting: number }>`
    with late as (${rowsOf(naming)})
    select count(*)::int as total, count(*) filter (where decision is null and written > 0)::int as waiting from late`.execute(db);
  return rows[0]!;
}

export type DecisionRow = Key & { id: number; decision: 'count' | 'ignore'; reason: string; by: string; at: Instant };
const decisionColumns = sql`d.id::float8 as id, d.ticket_id as ticket, d.ordinal, d.decision, d.reason, d.decided_by as by, d.decided_at as at`;

/** All that was ever decided about these attempts, the newest first. */
export async function decisionsOf(db: Db, list: readonly Key[]): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select ${decisionColumns}
    from unnest(${list.map(({ ticket }) => ticket)}::bigint[], ${list.map(({ ordinal }) => ordinal)}::smallint[]) as k(ticket, ordinal)
    join quizzes.late_decision d on d.ticket_id = k.ticket and d.ordinal = k.ordinal order by d.id desc`.execute(db);
  return rows;
}

export type NewDecision = { decision: 'count' | 'ignore'; reason: string; by: string };

/** @returns whom it concerns and has an account, with the decision's id */
export async function addDecisions(
  tx: Db, list: readonly Key[], { decision, reason, by }: NewDecision, now: Instant,
): Promise<{ id: number; person: string }[]> {
  const keys = sql`unnest(${list.map(({ ticket }) => ticket)}::bigint[], ${list.map(({ ordinal }) => ordinal)}::smallint[]) as k(ticket, ordinal)`;
  await sql`
    update quizzes.attempt a set late_decision = ${decision} from ${keys}
    where a.ticket_id = k.ticket and a.ordinal = k.ordinal`.execute(tx);
  const { rows } = await sql<{ id: number; person: string }>`
    with added as (
      insert into quizzes.late_decision (ticket_id, ordinal, decision, reason, decided_by, decided_at)
      select k.ticket, k.ordinal, ${decision}, ${reason}, ${by}, ${now} from ${keys} order by 1, 2 returning id, ticket_id
    )
    select added.id::float8 as id, m.person_id as person from added join quizzes.ticket t on t.id = added.ticket_id
    join members.account m on m.member_id = t.member_id`.execute(tx);
  return rows;
}

/** What was decided about the person's own attempts: row-level security shows nobody else's. The newest first. */
export async function ownDecisions(db: Db): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select ${decisionColumns} from quizzes.late_decision d
    join quizzes.ticket t on t.id = d.ticket_id and t.member_id = (select members.own_member()) order by d.id desc`.execute(db);
  return rows;
}
