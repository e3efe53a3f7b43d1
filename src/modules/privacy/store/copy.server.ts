/** Copies of a person's data, as long as they may be fetched. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Copy } from '../rules/copy.ts';

export async function putCopy(tx: Db, requestId: number, content: Copy, now: Instant): Promise<void> {
  await sql`
    insert into privacy.copy (request_id, content, made_at) values (${requestId}, ${JSON.stringify(content)}, ${now})
    on conflict (request_id) do nothing`.execute(tx);
}

export async function readCopy(db: Db, requestId: number): Promise<Copy | undefined> {
  const { rows } = await sql<{ content: Copy }>`
    select content from privacy.copy where request_id = ${requestId}`.execute(db);
  return rows[0]?.content;
}

/** Of these requests, those whose copy can still be fetched. */
export async function copiesOf(db: Db, personId: string): Promise<{ id: number; madeAt: Instant }[]> {
  const { rows } = await sql<{ id: number; madeAt: Instant }>`
    select request_id as id, made_at as "madeAt" from privacy.copy
    join privacy.request r on r.id = request_id where r.person_id = ${personId}`.execute(db);
  return rows;
}

export async function deleteCopies(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from privacy.copy using privacy.request r where r.id = request_id and r.person_id = ${personId}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function countOldCopies(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from privacy.copy where made_at < ${before}`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldCopies(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from privacy.copy where request_id in (
      select request_id from privacy.copy where made_at < ${before} limit ${sql.lit(limit)})`.execute(db);
  return Number(numAffectedRows ?? 0);
}
