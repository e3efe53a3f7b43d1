/** Tickets: who may answer which quiz. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type TicketRow = {
  id: number;
  quizId: number;
  sittingId: number;
  memberId: number;
  branchId: number;
  sheet: number;
  seed: number;
  extra: number;
  assistedBy: string | null;
  voided: boolean;
  opens: Instant;
  closes: Instant;
};

const columns = sql`t.id, t.quiz_id as "quizId", t.sitting_id as "sittingId", t.member_id as "memberId",
  t.branch_id as "branchId", t.sheet_number as sheet, t.seed, t.extra_minutes as extra, t.assisted_by as "assistedBy",
  t.voided_at is not null as voided, s.opens_at as opens, s.closes_at as closes`;
const from = sql`quizzes.ticket t join quizzes.sitting s on s.id = t.sitting_id`;

export async function findTicket(db: Db, quizId: number, memberId: number): Promise<TicketRow | undefined> {
  const { rows } = await sql<TicketRow>`
    select ${columns} from ${from} where t.quiz_id = ${quizId} and t.member_id = ${memberId}`.execute(db);
  return rows[0];
}

export async function lockTicket(tx: Db, id: number): Promise<TicketRow | undefined> {
  const { rows } = await sql<TicketRow>`select ${columns} from ${from} where t.id = ${id} for update of t`.execute(tx);
  return rows[0];
}

export type TicketWrite = Pick<TicketRow, 'quizId' | 'sittingId' | 'memberId' | 'branchId' | 'sheet' | 'seed' | 'assistedBy'>;

/** Issues it, or moves it to another sitting; one member has one. */
export async function putTicket(tx: Db, ticket: TicketWrite, now: Instant): Promise<void> {
  await sql`
    insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, assisted_by, issued_at, extra_minutes)
    values (${ticket.quizId}, ${ticket.sittingId}, ${ticket.memberId}, ${ticket.branchId}, ${ticket.sheet}, ${ticket.seed},
      ${ticket.assistedBy}, ${now}, coalesce((
        select w.minutes from quizzes.allowance w where w.quiz_id = ${ticket.quizId} and w.member_id = ${ticket.memberId}), 0))
    on conflict (quiz_id, member_id) do update set sitting_id = excluded.sitting_id,
      assisted_by = coalesce(excluded.assisted_by, ticket.assisted_by)`.execute(tx);
}

export async function hasBegun(db: Db, ticketId: number): Promise<boolean> {
  const { rows } = await sql<{ begun: boolean }>`
    select exists (select from quizzes.attempt where ticket_id = ${ticketId}) as begun`.execute(db);
  return rows[0]?.begun === true;
}

/** More minutes, for what is open too: its end is worked out anew (rules/attempt.ts, `deadlineOf`), so that it is said once. */
export async function setExtra(tx: Db, id: number, minutes: number): Promise<void> {
  await sql`update quizzes.ticket set extra_minutes = ${minutes} where id = ${id}`.execute(tx);
  await sql`
    update quizzes.attempt a set deadline = least(s.closes_at, a.started_at + q.time_limit * interval '1 minute')
      + ${minutes} * interval '1 minute'
    from quizzes.sitting s join quizzes.quiz q on q.id = s.quiz_id
    where a.ticket_id = ${id} and s.id = a.sitting_id and a.state = 'open'`.execute(tx);
}
