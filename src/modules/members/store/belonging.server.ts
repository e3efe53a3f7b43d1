/** Where members with these codes, or this account, belonged on a day. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type Placed = { memberId: number; code: string; body: number | null };

/** Unknown codes are missing; `body` is null for who belonged nowhere on that day. */
export async function placesByCode(db: Db, codes: readonly string[], day: Day): Promise<Placed[]> {
  const { rows } = await sql<Placed>`
    select m.id as "memberId", m.code, s.body_id as body from members.member m
    left join members.membership s on s.member_id = m.id and s.valid @> ${day}::date
    where m.code = any(${[...codes]}::text[])`.execute(db);
  return rows;
}

/** The member whose account it is; undefined for an account that is nobody's. */
export async function placeOfPerson(db: Db, personId: string, day: Day): Promise<Placed | undefined> {
  const { rows } = await sql<Placed>`
    select m.id as "memberId", m.code, s.body_id as body from members.member m
    left join members.membership s on s.member_id = m.id and s.valid @> ${day}::date
    where m.person_id = ${personId}`.execute(db);
  return rows[0];
}
