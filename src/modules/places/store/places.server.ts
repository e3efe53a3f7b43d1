/** Every SQL statement of the schema `places`. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { PlaceEvent, PlaceVersion } from '../rules/places.ts';

export type SeedPlace = {
  id: number;
  versions: {
    code: string;
    name: string;
    kind: string;
    parent: number | null;
    from: Day;
    until: Day | null;
    basis: string;
  }[];
};
export type SeedEvent = { kind: string; on: Day; from: number[]; to: number[]; basis: string };

/** A number that changes with every write to this schema. */
export async function readRevision(db: Db): Promise<string> {
  const { rows } = await sql<{ number: number }>`select number from places.revision`.execute(db);
  return String(rows[0]?.number);
}

/** Every version of every place of all times: a few hundred rows. */
export async function readVersions(db: Db): Promise<PlaceVersion[]> {
  const { rows } = await sql<PlaceVersion>`
    select place_id as id, code, name, kind, parent_id as parent,
      lower(valid) as "from", upper(valid) as until, basis
    from places.place_version`.execute(db);
  return rows;
}

/** All events, oldest first. */
export async function readEvents(db: Db): Promise<PlaceEvent[]> {
  const { rows } = await sql<PlaceEvent>`
    select kind, happened_on as "on", from_ids as "from", to_ids as "to", basis
    from places.place_event order by happened_on, id`.execute(db);
  return rows;
}

/**
 * Replaces what an earlier seed wrote. Places with a version that was entered here keep all their versions.
 * Call inside a transaction.
 */
export async function replaceSeed(db: Db, places: SeedPlace[], events: SeedEvent[]): Promise<void> {
  await sql`
    insert into places.place (id)
    select (each->>'id')::integer from jsonb_array_elements(${JSON.stringify(places)}::jsonb) each
    on conflict do nothing`.execute(db);
  await sql`
    delete from places.place_version where source = 'seed' and place_id not in (
      select place_id from places.place_version where source = 'local')`.execute(db);
  await sql`
    insert into places.place_version (place_id, code, name, kind, parent_id, valid, basis, source)
    select (each->>'id')::integer, version.code, version.name, version.kind, version.parent,
      daterange(version."from", version.until), version.basis, 'seed'
    from jsonb_array_elements(${JSON.stringify(places)}::jsonb) each,
      jsonb_to_recordset(each->'versions')
        as version(code text, name text, kind text, parent integer, "from" date, until date, basis text)
    where (each->>'id')::integer not in (select place_id from places.place_version)`.execute(db);
  await sql`delete from places.place_event where source = 'seed'`.execute(db);
  await sql`
    insert into places.place_event (kind, from_ids, to_ids, happened_on, basis, source)
    select event.kind, event."from", event."to", event."on", event.basis, 'seed'
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as event(kind text, "on" date, "from" integer[], "to" integer[], basis text)`.execute(db);
}
