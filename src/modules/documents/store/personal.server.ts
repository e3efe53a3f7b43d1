/** What people did in the library in an official role. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select created_at as at, 'create' as what from documents.document where created_by = ${personId}
    union all select written_at, 'write' from documents.version where written_by = ${personId}
    union all select coalesce(published_at, written_at), 'review' from documents.version where reviewed_by = ${personId}
    order by 1`.execute(db);
  return rows;
}
