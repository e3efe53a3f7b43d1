/** Every SQL statement of the schema `organisation`. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { BodyEvent, BodyVersion } from '../rules/bodies.ts';

export type SeedBody = {
  id: number;
  sample: boolean;
  versions: {
    symbol: string;
    name: string;
    fullName: string;
    kind: string;
    parent: number | null;
    place: number | null;
    from: Day;
    until: Day | null;
    basis: string;
  }[];
};
export type SeedEvent = { kind: string; on: Day; from: number[]; to: number[]; basis: string };

/** A number that changes with every write to this schema. */
export async function readRevision(db: Db): Promise<string> {
  const { rows } = await sql<{ number: number }>`select number from organisation.revision`.execute(db);
  return String(rows[0]?.number);
}

/** Every version of every body of all times: a few hundred rows. */
export async function readVersions(db: Db): Promise<BodyVersion[]> {
  const { rows } = await sql<BodyVersion>`
    select body_id as id, symbol, name, full_name as "fullName", kind, parent_id as parent, place_id as place,
      lower(valid) as "from", upper(valid) as until, basis, sample
    from organisation.body_version join organisation.body on body.id = body_id`.execute(db);
  return rows;
}

/** All events, oldest first. */
export async function readEvents(db: Db): Promise<BodyEvent[]> {
  const { rows } = await sql<BodyEvent>`
    select kind, happened_on as "on", from_ids as "from", to_ids as "to", basis
    from organisation.body_event order by happened_on, id`.execute(db);
  return rows;
}

/**
 * Replaces what an earlier seed wrote. Bodies with a version that was entered here keep all their versions.
 * Call inside a transaction.
 */
export async function replaceSeed(db: Db, bodies: SeedBody[], events: SeedEvent[]): Promise<void> {
  await sql`
    insert into organisation.body (id, sample)
    select body.id, body.sample
    from jsonb_to_recordset(${JSON.stringify(bodies)}::jsonb) as body(id integer, sample boolean)
    on conflict (id) do nothing`.execute(db);
  await sql`
    delete from organisation.body_version where source = 'seed' and body_id not in (
      select body_id from organisation.body_version where source = 'local')`.execute(db);
  await sql`
    insert into organisation.body_version
      (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis, source)
    select body.id, version.symbol, version.name, version."fullName", version.kind, version.parent,
      version.place, daterange(version."from", version.until), version.basis, 'seed'
    from jsonb_to_recordset(${JSON.stringify(bodies)}::jsonb) as body(id integer, versions jsonb),
      jsonb_to_recordset(body.versions) as version(symbol text, name text, "fullName" text, kind text,
        parent integer, place integer, "from" date, until date, basis text)
    where body.id not in (select body_id from organisation.body_version)`.execute(db);
  await sql`delete from organisation.body_event where source = 'seed'`.execute(db);
  await sql`
    insert into organisation.body_event (kind, from_ids, to_ids, happened_on, basis, source)
    select event.kind, event."from", event."to", event."on", event.basis, 'seed'
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as event(kind text, "on" date, "from" integer[], "to" integer[], basis text)`.execute(db);
}

export type NewBody = {
  symbol: string;
  name: string;
  kind: string;
  parent: number | null;
  place: number | null;
  from: Day;
  basis: string;
};

/** A body that was entered here; ids of the seed stay below `LOCAL_FROM`. */
const LOCAL_FROM = 10_000_000;

export async function insertBody(tx: Db, body: NewBody): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into organisation.body (id)
    select greatest(coalesce(max(id), 0) + 1, ${LOCAL_FROM}) from organisation.body
    returning id`.execute(tx);
  const id = rows[0]?.id as number;
  await sql`
    insert into organisation.body_version (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis)
    values (${id}, ${body.symbol}, ${body.name}, ${body.name}, ${body.kind}, ${body.parent}, ${body.place},
      daterange(${body.from}, null), ${body.basis})`.execute(tx);
  return id;
}

/** New ids, one after another. Under `lockBodies`: two who enter bodies at once would get the same ones. */
export async function giveIds(tx: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into organisation.body (id)
    select (select greatest(coalesce(max(id), 0) + 1, ${LOCAL_FROM}::int) from organisation.body) + step
    from generate_series(0, ${count - 1}::int) as step
    returning id`.execute(tx);
  return rows.map((row) => row.id).sort((a, b) => a - b);
}

/** `fullName` as the body signs; ids follow one another in the order given. Under `lockBodies`. */
export async function insertBodies(tx: Db, bodies: readonly (NewBody & { fullName: string })[]): Promise<number[]> {
  if (bodies.length === 0) return [];
  const ids = await giveIds(tx, bodies.length);
  const entries = bodies.map((body, at) => ({ ...body, id: ids[at] }));
  await sql`
    insert into organisation.body_version (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis)
    select id, symbol, name, "fullName", kind, parent, place, daterange("from", null), basis
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as n(id integer, symbol text, name text,
      "fullName" text, kind text, parent integer, place integer, "from" date, basis text)`.execute(tx);
  return ids;
}

export type BodyChange = {
  id: number;
  name: string;
  fullName: string;
  kind: string;
  parent: number | null;
  /** First day of the new version; a version that began on it is corrected instead. */
  on: Day;
  basis: string;
};

/** Ends the version of that day and lets the new one go on for as long as the old one would have. */
export async function changeBody(tx: Db, { id, name, fullName, kind, parent, on, basis }: BodyChange): Promise<void> {
  const corrected = await sql`
    update organisation.body_version set name = ${name}, full_name = ${fullName}, kind = ${kind}, parent_id = ${parent},
      basis = ${basis}
    where body_id = ${id} and lower(valid) = ${on}::date returning id`.execute(tx);
  if (corrected.rows.length > 0) return;
  const { rows } = await sql<{ symbol: string; place: number | null; until: Day | null }>`
    with old as (
      select id, symbol, place_id as place, upper(valid) as until from organisation.body_version
      where body_id = ${id} and valid @> ${on}::date for update
    )
    update organisation.body_version v set valid = daterange(lower(v.valid), ${on}::date)
    from old where v.id = old.id returning old.symbol, old.place, old.until`.execute(tx);
  const [old] = rows;
  if (!old) throw new Error(`Body ${id} does not exist on ${on}`);
  await sql`
    insert into organisation.body_version (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis)
    values (${id}, ${old.symbol}, ${name}, ${fullName}, ${kind}, ${parent}, ${old.place},
      daterange(${on}::date, ${old.until}::date), ${basis})`.execute(tx);
}

export async function insertEvent(tx: Db, { kind, from, to, on, basis }: BodyEvent): Promise<void> {
  await sql`
    insert into organisation.body_event (kind, from_ids, to_ids, happened_on, basis)
    values (${kind}, ${[...from]}::int[], ${[...to]}::int[], ${on}, ${basis})`.execute(tx);
}
