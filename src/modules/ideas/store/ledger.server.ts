import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

type Received = { id: number; title: string; body: string; field: string; placeId: number | null };

/** Ideas as their authors sent them. */
export async function receivedContents(db: Db, ids: readonly string[]): Promise<Received[]> {
  const { rows } = await sql<Received>`
    select id, original_title as title, original_body as body, field, place_id as "placeId"
    from ideas.idea where id = any(${ids.map(Number)}::bigint[]) and erased_at is null`.execute(db);
  return rows;
}

/** The reasons and words of decisions. */
export async function stepContents(
  db: Db,
  ids: readonly string[],
): Promise<{ id: number; reason: string | null; text: string | null }[]> {
  const { rows } = await sql<{ id: number; reason: string | null; text: string | null }>`
    select id, reason, text from ideas.step where id = any(${ids.map(Number)}::bigint[])`.execute(db);
  return rows;
}
