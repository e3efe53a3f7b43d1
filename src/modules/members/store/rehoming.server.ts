/** Members of bodies that end by a reorganisation. */
import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
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

export type Moving = { from: number; to: number | null; /** Only this one of them. */ member?: number };

/**
 * Memberships end on the day and go on in the other body, for as long as they would have lasted; what had not begun by
 * then begins there. Without another body they end. Whole bodies at once (a district has hundreds), then those who are
 * named one by one.
 */
export async function moveMembers(tx: Db, moving: readonly Moving[], on: Day, author: Author): Promise<void> {
  const named = moving.filter(({ member }) => member !== undefined);
  const bodies = moving.filter(({ member }) => member === undefined);
  if (bodies.length > 0) await moveAll(tx, { moving: bodies, same: sql`s.body_id = way."from"` }, on, author);
  if (named.length > 0) await moveAll(tx, { moving: named, same: sql`s.member_id = way.member and s.body_id = way."from"` }, on, author);
}

type Ways = { moving: readonly Moving[]; same: RawBuilder<unknown> };

async function moveAll(tx: Db, { moving, same }: Ways, on: Day, { by, now }: Author): Promise<void> {
  const way = sql`unnest(${moving.map(({ from }) => from)}::int[], ${moving.map(({ to }) => to)}::int[],
    ${moving.map(({ member }) => member ?? null)}::bigint[]) as way("from", "to", member)`;
  const standing = sql`${same} and lower(s.valid) < ${on}::date and (upper(s.valid) is null or upper(s.valid) > ${on}::date)`;
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
    from ${way} where ${same} and lower(s.valid) >= ${on}::date and way."to" is not null`.execute(tx);
}

/** Not applied yet, so nothing of them is written. */
const unwritten = sql`state in ('reading', 'mapping', 'checking', 'checked')`;

/** Lists that are being brought in for these bodies. */
export async function importsIn(db: Db, bodies: readonly number[]): Promise<{ id: number; body: number }[]> {
  const { rows } = await sql<{ id: number; body: number }>`
    select id, body_id as body from members.import where body_id = any(${[...bodies]}::int[]) and ${unwritten} order by id`.execute(db);
  return rows;
}

/** They were checked against bodies that are no more; what they brought is forgotten, as when an officer cancels. */
export async function cancelImports(tx: Db, bodies: readonly number[], now: Instant): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    update members.import set state = 'cancelled', outline = null, finished_at = ${now}, progress_at = ${now}
    where body_id = any(${[...bodies]}::int[]) and ${unwritten} returning id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  await sql`delete from members.import_file where import_id = any(${ids}::bigint[])`.execute(tx);
  await sql`delete from members.import_marked where import_id = any(${ids}::bigint[])`.execute(tx);
  await sql`delete from members.import_row where import_id = any(${ids}::bigint[])`.execute(tx);
}
