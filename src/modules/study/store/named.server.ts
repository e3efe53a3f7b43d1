import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type Named = { id: number; title: string; bodyId: number; sample: boolean };

/** Campaigns by their ids, for later modules that name them; unknown ones are missing. */
export async function campaignsNamed(db: Db, ids: readonly number[]): Promise<Map<number, Named>> {
  const { rows } = await sql<Named>`
    select id, title, body_id as "bodyId", sample from study.campaign
    where id = any(${[...new Set(ids)]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
