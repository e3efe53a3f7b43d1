/** What people put right about places in an official role. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select at, 'correct' as what from places.correction where by_person = ${personId} order by at`.execute(db);
  return rows;
}
