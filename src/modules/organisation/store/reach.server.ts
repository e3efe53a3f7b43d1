import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Reach } from '../rules/reach.ts';

/** One after another: whoever changes bodies calls this first, then reads what those before have left. */
export async function lockBodies(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('organisation.body'))`.execute(tx);
}

/** Rows that stay are not touched. */
export async function replaceReach(tx: Db, reach: readonly Reach[]): Promise<void> {
  const column = (key: keyof Reach) => reach.map((each) => each[key]);
  await sql`
    with now_so as materialized (
      select ancestor_id, body_id, daterange("from", until) as valid
      from unnest(${column('ancestor')}::int[], ${column('body')}::int[], ${column('from')}::date[],
        ${column('until')}::date[]) as t(ancestor_id, body_id, "from", until)
    ), gone as (
      delete from organisation.reach r where not exists (
        select from now_so n where n.ancestor_id = r.ancestor_id and n.body_id = r.body_id and n.valid = r.valid)
    )
    insert into organisation.reach select * from now_so
    on conflict do nothing`.execute(tx);
}

/** True when bodies are older than the table that says whose roles reach them. */
export async function reachIsMissing(db: Db): Promise<boolean> {
  const { rows } = await sql<{ missing: boolean }>`
    select exists (select from organisation.body_version) and not exists (select from organisation.reach) as missing`
    .execute(db);
  return rows[0]!.missing;
}
