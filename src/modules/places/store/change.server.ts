/** Writes what an act or a correction makes of places. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { PlaceEvent, PlaceVersion } from '../rules/places.ts';

/** One after another: whoever changes places calls this first, then reads what those before have left. */
export async function lockPlaces(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('places.place'))`.execute(tx);
}

/** Ids of the seed stay below. */
const LOCAL_FROM = 1_000_000;

/** Under `lockPlaces`. */
export async function givePlaceId(tx: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into places.place (id) select greatest(coalesce(max(id), 0) + 1, ${LOCAL_FROM}::int) from places.place
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** All versions of a place, as they are from now on. They are of this installation: a newer seed leaves them alone. */
export async function replaceVersions(tx: Db, id: number, versions: readonly PlaceVersion[]): Promise<void> {
  await sql`delete from places.place_version where place_id = ${id}`.execute(tx);
  await sql`
    insert into places.place_version (place_id, code, name, kind, parent_id, valid, basis)
    select ${id}::int, code, name, kind, parent, daterange("from", until), basis
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as n(code text, name text, kind text, parent integer,
      "from" date, until date, basis text)`.execute(tx);
}

/** Another that merges into the same place by the same act joins those that are told of already. */
export async function tellEvent(tx: Db, { kind, from, to, on, basis }: PlaceEvent): Promise<void> {
  if (kind === 'merge') {
    const joined = await sql`
      update places.place_event set from_ids = from_ids || ${[...from]}::int[], source = 'local'
      where kind = 'merge' and happened_on = ${on}::date and to_ids = ${[...to]}::int[] and basis = ${basis}
      returning id`.execute(tx);
    if (joined.rows.length > 0) return;
  }
  await sql`
    insert into places.place_event (kind, from_ids, to_ids, happened_on, basis)
    values (${kind}, ${[...from]}::int[], ${[...to]}::int[], ${on}::date, ${basis})`.execute(tx);
}

/** What happened to the place alone on a day, or to it beside others, happened on another. */
export async function retimeEvents(tx: Db, id: number, from: Day, to: Day): Promise<void> {
  await sql`
    with taken as (
      update places.place_event set from_ids = array_remove(from_ids, ${id}), to_ids = array_remove(to_ids, ${id}),
        source = 'local'
      where happened_on = ${from}::date and ${id} = any(from_ids || to_ids)
      returning kind, basis
    )
    insert into places.place_event (kind, from_ids, to_ids, happened_on, basis)
    select kind, case when kind = 'found' then '{}' else array[${id}::int] end, array[${id}::int], ${to}::date, basis
    from taken`.execute(tx);
  await sql`delete from places.place_event where from_ids = '{}' and to_ids = '{}'`.execute(tx);
}

export type PlaceCorrectionRow = {
  placeId: number;
  at: Instant;
  byPerson: string;
  byName: string;
  reason: string;
  before: Record<string, string | number | null>;
  after: Record<string, string | number | null>;
};

export async function insertCorrection(tx: Db, row: PlaceCorrectionRow): Promise<void> {
  await sql`
    insert into places.correction (place_id, at, by_person, by_name, reason, before, after)
    values (${row.placeId}, ${row.at}, ${row.byPerson}, ${row.byName}, ${row.reason},
      ${JSON.stringify(row.before)}::jsonb, ${JSON.stringify(row.after)}::jsonb)`.execute(tx);
}

/** The newest first. */
export async function correctionsOf(db: Db, place: number, limit: number): Promise<PlaceCorrectionRow[]> {
  const { rows } = await sql<PlaceCorrectionRow>`
    select place_id as "placeId", at, by_person as "byPerson", by_name as "byName", reason, before, after
    from places.correction where place_id = ${place} order by id desc limit ${limit}`.execute(db);
  return rows;
}
