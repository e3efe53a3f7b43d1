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

export type Moving = { from: number; to: number | null; on: Day };

/**
 * Memberships end on the day and go on in the other body, for as long as they would have lasted; what had not begun by
 * then begins there. Without another body they end.
 */
export async function moveMembers(tx: Db, { from, to, on }: Moving, { by, now }: Author): Promise<void> {
  const standing = sql`body_id = ${from} and lower(valid) < ${on}::date and (upper(valid) is null or upper(valid) > ${on}::date)`;
  if (to === null) {
    await sql`
      update members.membership set valid = daterange(lower(valid), ${on}::date), ended = 'left', recorded_at = ${now},
        recorded_by = ${by}
      where ${standing}`.execute(tx);
    return;
  }
  await sql`
    insert into members.membership (member_id, body_id, valid, began, ended, recorded_at, recorded_by)
    select member_id, ${to}::int, daterange(${on}::date, upper(valid)), 'moved', ended, ${now}, ${by}
    from members.membership where ${standing}`.execute(tx);
  await sql`
    update members.membership set valid = daterange(lower(valid), ${on}::date), ended = 'moved', recorded_at = ${now},
      recorded_by = ${by}
    where ${standing}`.execute(tx);
  await sql`
    update members.membership set body_id = ${to}, recorded_at = ${now}, recorded_by = ${by}
    where body_id = ${from} and lower(valid) >= ${on}::date`.execute(tx);
}
