/** Versions that are put right, and the history of that. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { BodyVersion } from '../rules/bodies.ts';

/** All versions of a body, as they are from now on. They are of this installation: a newer seed leaves them alone. */
export async function replaceVersions(tx: Db, id: number, versions: readonly BodyVersion[]): Promise<void> {
  await sql`delete from organisation.body_version where body_id = ${id}`.execute(tx);
  await sql`
    insert into organisation.body_version (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis)
    select ${id}::int, symbol, name, "fullName", kind, parent, place, daterange("from", until), basis
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as n(symbol text, name text, "fullName" text,
      kind text, parent integer, place integer, "from" date, until date, basis text)`.execute(tx);
}

/** What happened to the body alone on a day, or to it beside others, happened on another. */
export async function retimeEvents(tx: Db, id: number, from: Day, to: Day): Promise<void> {
  await sql`
    with taken as (
      update organisation.body_event set from_ids = array_remove(from_ids, ${id}), to_ids = array_remove(to_ids, ${id}),
        source = 'local'
      where happened_on = ${from}::date and ${id} = any(from_ids || to_ids)
      returning kind, basis
    )
    insert into organisation.body_event (kind, from_ids, to_ids, happened_on, basis)
    select kind, case when kind = 'found' then '{}' else array[${id}::int] end, array[${id}::int], ${to}::date, basis
    from taken`.execute(tx);
  await sql`delete from organisation.body_event where from_ids = '{}' and to_ids = '{}'`.execute(tx);
}

export type CorrectionRow = {
  bodyId: number;
  at: Instant;
  byPerson: string;
  byName: string;
  reason: string;
  before: Record<string, string | number | null>;
  after: Record<string, string | number | null>;
};

export async function insertCorrection(tx: Db, row: CorrectionRow): Promise<void> {
  await sql`
    insert into organisation.correction (body_id, at, by_person, by_name, reason, before, after)
    values (${row.bodyId}, ${row.at}, ${row.byPerson}, ${row.byName}, ${row.reason},
      ${JSON.stringify(row.before)}::jsonb, ${JSON.stringify(row.after)}::jsonb)`.execute(tx);
}

/** The newest first. */
export async function correctionsOf(db: Db, body: number, limit: number): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`
    select body_id as "bodyId", at, by_person as "byPerson", by_name as "byName", reason, before, after
    from organisation.correction where body_id = ${body} order by id desc limit ${limit}`.execute(db);
  return rows;
}
