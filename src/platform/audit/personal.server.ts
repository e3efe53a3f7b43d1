/** What the log of acts holds about somebody: what they did in an official role, and what was done to their account. */
import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';

export type ActOf = { at: Instant; kind: string; bodyId: number | null; own: boolean };

const about = (personId: string) => sql`actor_id = ${personId} or subject = ${`person:${personId}`}`;

/** Acts of a person and acts on their account, the newest first. */
export async function actsOf(db: Db, personId: string): Promise<ActOf[]> {
  const { rows } = await sql<ActOf>`
    select at, kind, body_id as "bodyId", coalesce(actor_id = ${personId}, false) as own
    from audit.act where ${about(personId)} order by id desc`.execute(db);
  return rows;
}

/** How many acts on others bear the person's name; what they did to their own account signs nothing. */
export async function countSigned(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from audit.act
    where actor_id = ${personId} and subject <> ${`person:${personId}`}`.execute(db);
  return rows[0]?.count ?? 0;
}
