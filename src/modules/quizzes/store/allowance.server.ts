/** Minutes more, and for whom: names are read together with what the asker may see of the roster. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type AllowanceRow = { memberId: number; branchId: number; name: string; code: string; minutes: number; by: string; at: Instant; begun: boolean };

/** Those of these branches, by given name. */
export async function allowancesOf(db: Db, quizId: number, branches: readonly number[]): Promise<AllowanceRow[]> {
  const { rows } = await sql<AllowanceRow>`
    select w.member_id as "memberId", w.branch_id as "branchId", n.full_name as name, n.code, w.minutes, w.given_by as by, w.given_at as at,
      exists (select from quizzes.ticket t join quizzes.attempt a on a.ticket_id = t.id
        where t.quiz_id = w.quiz_id and t.member_id = w.member_id) as begun
    from quizzes.allowance w join members.named n on n.member_id = w.member_id
    where w.quiz_id = ${quizId} and w.branch_id = any(${[...branches]}::int[])
    order by n.given_name collate "vi-x-icu", n.other_names collate "vi-x-icu", w.member_id limit 1000`.execute(db);
  return rows;
}

export type NewAllowance = { quizId: number; memberId: number; branchId: number; minutes: number; by: string };

export const putAllowance = (tx: Db, { quizId, memberId, branchId, minutes, by }: NewAllowance, now: Instant) =>
  sql`insert into quizzes.allowance (quiz_id, member_id, branch_id, minutes, given_by, given_at)
    values (${quizId}, ${memberId}, ${branchId}, ${minutes}, ${by}, ${now})
    on conflict (quiz_id, member_id) do update set minutes = excluded.minutes, given_by = excluded.given_by, given_at = excluded.given_at`.execute(tx);

/** False when there is none. */
export async function dropAllowance(tx: Db, quizId: number, memberId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from quizzes.allowance where quiz_id = ${quizId} and member_id = ${memberId}`.execute(tx);
  return numAffectedRows === 1n;
}
