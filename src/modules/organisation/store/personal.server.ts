/** What people did to the tree in an official role. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select created_at as at, 'propose' as what from organisation.reorganisation where proposed_by = ${personId}
    union all select confirmed_at, 'confirm' from organisation.reorganisation where confirmed_by = ${personId}
    union all select closed_at, 'close' from organisation.reorganisation where closed_by = ${personId}
    union all select at, 'correct' from organisation.correction where by_person = ${personId}
    order by 1`.execute(db);
  return rows;
}
