import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

/** Adds one support; the counter moves only when the row is new. @returns whether it was */
export async function addSupport(tx: Db, ideaId: number, supporter: Buffer, now: Date): Promise<boolean> {
  const { rows } = await sql<{ added: boolean }>`
    with added as (
      insert into ideas.support (idea_id, supporter, at) values (${ideaId}, ${supporter}, ${now})
      on conflict do nothing returning 1
    )
    update ideas.idea set supporters = supporters + 1 where id = ${ideaId} and exists (select from added)
    returning true as added`.execute(tx);
  return rows.length === 1;
}

export async function removeSupport(tx: Db, ideaId: number, supporter: Buffer): Promise<boolean> {
  const { rows } = await sql<{ removed: boolean }>`
    with removed as (
      delete from ideas.support where idea_id = ${ideaId} and supporter = ${supporter} returning 1
    )
    update ideas.idea set supporters = supporters - 1 where id = ${ideaId} and exists (select from removed)
    returning true as removed`.execute(tx);
  return rows.length === 1;
}

export async function hasSupport(db: Db, ideaId: number, supporter: Buffer): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ideas.support where idea_id = ${ideaId} and supporter = ${supporter}`.execute(db);
  return rows.length === 1;
}
