/** Writes what a reorganisation makes of the tree. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { BodyEvent, BodyVersion } from '../rules/bodies.ts';
import { giveIds } from './bodies.server.ts';

/** Ids for bodies that are founded, in order. Under `lockBodies`. */
export const foundBodies = (tx: Db, count: number): Promise<number[]> =>
  count === 0 ? Promise.resolve([]) : giveIds(tx, count);

type Written = {
  closed: readonly number[];
  replaced: readonly number[];
  opened: readonly BodyVersion[];
  events: readonly BodyEvent[];
};

/** Ends versions, takes back those of that very day, begins the new ones and tells what happened. */
export async function writeOutcome(tx: Db, { closed, replaced, opened, events }: Written, on: Day): Promise<void> {
  // From now on these are of this installation: a newer seed leaves them alone.
  await sql`
    update organisation.body_version set valid = daterange(lower(valid), ${on}::date), source = 'local'
    where body_id = any(${[...closed]}::int[]) and valid @> ${on}::date`.execute(tx);
  await sql`
    delete from organisation.body_version
    where body_id = any(${[...replaced]}::int[]) and lower(valid) = ${on}::date`.execute(tx);
  await sql`
    insert into organisation.body_version
      (body_id, symbol, name, full_name, kind, parent_id, place_id, valid, basis)
    select id, symbol, name, "fullName", kind, parent, place, daterange("from", until), basis
    from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) as n(id integer, symbol text, name text,
      "fullName" text, kind text, parent integer, place integer, "from" date, until date, basis text)`.execute(tx);
  await sql`
    insert into organisation.body_event (kind, from_ids, to_ids, happened_on, basis)
    select kind, "from", "to", "on", basis
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as n(kind text, "from" integer[], "to" integer[], "on" date, basis text)`.execute(tx);
}
