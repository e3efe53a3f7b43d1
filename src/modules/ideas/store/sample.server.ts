import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export async function hasIdeas(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from ideas.idea limit 1`.execute(db);
  return rows.length > 0;
}

/** Has the idea a timeline row of exactly this instant? An interrupted load goes on behind it. */
export async function hasStepAt(db: Db, ideaId: number, at: Date): Promise<boolean> {
  const { rows } = await sql`select 1 from ideas.step where idea_id = ${ideaId} and at = ${at} limit 1`.execute(db);
  return rows.length > 0;
}

/** Adds supports; those that are there stay as they are. */
export async function addSupports(tx: Db, ideaId: number, supporters: readonly Buffer[], at: Date): Promise<void> {
  await sql`
    with added as (
      insert into ideas.support (idea_id, supporter, at)
      select ${ideaId}, supporter, ${at} from unnest(${[...supporters]}::bytea[]) as supporter
      on conflict do nothing returning 1
    )
    update ideas.idea set supporters = supporters + (select count(*) from added) where id = ${ideaId}`.execute(tx);
}
