/** Members of bodies that end by a reorganisation. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Author } from './member.server.ts';

export type CountIn = { body: number; count: number };

/** Members who are in these bodies on the day or come later, each once. */
export async function membersIn(db: Db, bodies: readonly number[], on: Day): Promise<CountIn[]> {
  const { rows } = await sql<CountIn>`
    select body_id as body, count(distinct member_id)::int as count from members.membership
    where body_id = any(${[...bodies]}::int[]) and (upper(valid) is null or upper(valid) > ${on}::date)
    group by body_id`.execute(db);
  return rows;
}

/** Exemptions of theirs that hold on the day or begin later. */
export async function exemptionsIn(db: Db, bodies: readonly number[], on: Day): Promise<CountIn[]> {
  const { rows } = await sql<CountIn>`
    select s.body_id as body, count(distinct e.id)::int as count
    from members.membership s join members.exemption e on e.member_id = s.member_id
    where s.body_id = any(${[...bodies]}::int[]) and (upper(s.valid) is null or upper(s.valid) > ${on}::date)
      and (upper(e.valid) is null or upper(e.valid) > ${on}::date)
    group by s.body_id`.execute(db);
  return rows;
}

export type Moving = { from: number; to: number | null };

/**
 * Memberships end on the day and go on in the other body, for as long as they would have lasted; what had not begun by
 * then begins there. Without another body they end. All bodies at once: a district has hundreds.
 */
export async function moveMembers(tx: Db, moving: readonly Moving[], on: Day, { by, now }: Author): Promise<void> {
  const way = sql`unnest(${moving.map(({ from }) => from)}::int[], ${moving.map(({ to }) => to)}::int[]) as way("from", "to")`;
  const standing = sql`s.body_id = way."from" and lower(s.valid) < ${on}::date and (upper(s.valid) is null or upper(s.valid) > ${on}::date)`;
  await sql`
    insert into members.membership (member_id, body_id, valid, began, ended, recorded_at, recorded_by)
    select s.member_id, way."to", daterange(${on}::date, upper(s.valid)), 'moved', s.ended, ${now}, ${by}
    from members.membership s join ${way} on ${standing} where way."to" is not null`.execute(tx);
  await sql`
    update members.membership s set valid = daterange(lower(s.valid), ${on}::date),
      ended = case when way."to" is null then 'left' else 'moved' end, recorded_at = ${now}, recorded_by = ${by}
    from ${way} where ${standing}`.execute(tx);
  await sql`
    update members.membership s set body_id = way."to", recorded_at = ${now}, recorded_by = ${by}
    from ${way} where s.body_id = way."from" and lower(s.valid) >= ${on}::date and way."to" is not null`.execute(tx);
}
