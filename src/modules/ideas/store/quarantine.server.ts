import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';

export type CustodyAct = 'quarantined' | 'opened' | 'handed_over' | 'released';
export type CustodyRow = { at: Date; act: CustodyAct; personId: string; receiver: string | null };

/** Who had the matter in hands, when. Never what it says. */
export async function insertCustody(
  db: Db,
  entry: { ideaId: number; at: Date; act: CustodyAct; personId: string; receiver?: string | null },
): Promise<void> {
  await sql`insert into ideas.custody (idea_id, at, act, person_id, receiver)
    values (${entry.ideaId}, ${entry.at}, ${entry.act}, ${entry.personId}, ${entry.receiver ?? null})`.execute(db);
}

export async function listCustody(db: Db, ideaId: number): Promise<CustodyRow[]> {
  const { rows } = await sql<CustodyRow>`
    select at, act, person_id as "personId", receiver from ideas.custody
    where idea_id = ${ideaId} order by id`.execute(db);
  return rows;
}

/** The rows whose ledger leaves commit to words about the idea: their salts go with the words. */
export async function committedRows(db: Db, ideaId: number): Promise<{ steps: number[]; answers: number[] }> {
  const { rows } = await sql<{ steps: number[]; answers: number[] }>`
    select array(select id from ideas.step where idea_id = ${ideaId}) as steps,
      array(select id from ideas.answer where idea_id = ${ideaId}) as answers`.execute(db);
  return rows[0] as { steps: number[]; answers: number[] };
}

/**
 * Forgets everything that anybody wrote in or about a handed-over matter, and everybody who had to do with it. What
 * stays is the row with its dates and states, so that the address keeps its tombstone, and the chain of custody.
 */
export async function eraseIdea(tx: Db, ideaId: number, now: Date): Promise<void> {
  await renameClusterOf(tx, ideaId);
  await sql`update ideas.idea
    set title = '', body = '', original_title = '', original_body = '', place_id = null, place_on = null,
      cluster_id = null, supporters = 0, erased_at = ${now}
    where id = ${ideaId}`.execute(tx);
  await sql`update ideas.step set text = null, data = '{}' where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.message where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.appeal where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.confirmation where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.answer where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.extension where idea_id = ${ideaId}`.execute(tx);
  await sql`update ideas.assignment set note = null where idea_id = ${ideaId}`.execute(tx);
  await sql`delete from ideas.support where idea_id = ${ideaId}`.execute(tx);
  await asSystem(tx, 'ideas: forget who had to do with a matter', async (own) => {
    await sql`delete from ideas.author where idea_id = ${ideaId}`.execute(own);
    await sql`delete from ideas.follow where idea_id = ${ideaId}`.execute(own);
  });
}

/** A group may bear the title of the very idea that goes: then it takes that of another member. */
async function renameClusterOf(tx: Db, ideaId: number): Promise<void> {
  await sql`update ideas.cluster
    set title = coalesce((
      select other.title from ideas.idea other
      where other.cluster_id = cluster.id and other.id <> gone.id and other.quarantined_at is null
      order by other.id limit 1
    ), '')
    from ideas.idea gone
    where gone.id = ${ideaId} and gone.cluster_id = cluster.id
      and platform.fold(cluster.title) in (platform.fold(gone.title), platform.fold(gone.original_title))`.execute(tx);
}
