/** How many, on any day: read from the tally that triggers keep beside the memberships (migrations/…-tally.sql). */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

/** Members directly in each of these bodies on a day, exactly; bodies without any are missing. */
export async function countByBody(db: Db, bodies: readonly number[], day: Day): Promise<Map<number, number>> {
  const { rows } = await sql<{ body: number; count: number }>`
    select t.body_id as body, members.count_on(t.days, t.counts, ${day}) as count from members.tally t
    where t.body_id = any(${[...bodies]}::int[]) and not t.below and members.count_on(t.days, t.counts, ${day}) <> 0`.execute(db);
  return new Map(rows.map((row) => [row.body, row.count]));
}

/**
 * Members in each of these bodies (`own`) and with everything below it (`whole`), by the tree of that day; those that
 * never had any are missing.
 */
export async function countWithin(
  db: Db,
  bodies: readonly number[],
  day: Day,
): Promise<Map<number, { own: number; whole: number }>> {
  const { rows } = await sql<{ body: number; own: number; whole: number }>`
    select t.body_id as body, coalesce(sum(members.count_on(t.days, t.counts, ${day})) filter (where not t.below), 0)::int as own,
      sum(members.count_on(t.days, t.counts, ${day}))::int as whole
    from members.tally t where t.body_id = any(${[...bodies]}::int[]) group by t.body_id`.execute(db);
  return new Map(rows.map(({ body, own, whole }) => [body, { own, whole }]));
}

/** Of those in a body and below it, how many need not take part on that day. */
export async function countExemptBelow(db: Db, body: number, day: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from members.exemption e
    join members.membership s on s.member_id = e.member_id and s.valid @> ${day}::date
    join organisation.reaching r on r.body_id = s.body_id and r.ancestor_id = ${body} and r.valid @> ${day}::date
    where e.valid @> ${day}::date`.execute(db);
  return rows[0]?.count ?? 0;
}
