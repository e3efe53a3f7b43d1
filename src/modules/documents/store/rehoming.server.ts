/** Documents of bodies that end by a reorganisation. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type CountIn = { body: number; count: number };

/** What the editors and reviewers of these bodies keep, in force or not. */
export async function documentsIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const { rows } = await sql<CountIn>`
    select body_id as body, count(*)::int as count from documents.document
    where body_id = any(${[...bodies]}::int[]) group by body_id order by body_id`.execute(db);
  return rows;
}

export async function moveDocuments(tx: Db, moving: readonly { from: number; to: number | null }[]): Promise<void> {
  await sql`
    update documents.document d set body_id = way."to"
    from unnest(${moving.map(({ from }) => from)}::int[], ${moving.map(({ to }) => to)}::int[]) as way("from", "to")
    where d.body_id = way."from" and way."to" is not null`.execute(tx);
}
