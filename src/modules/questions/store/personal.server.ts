/** What people did in the bank of questions in an official role. Nothing here is about who answers them. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select written_at as at, 'write' as what from questions.version where written_by = ${personId}
    union all select coalesce(approved_at, written_at), 'review' from questions.version where reviewed_by = ${personId}
    union all select started_at, 'import' from questions.import where started_by = ${personId}
    union all select written_at, 'paper' from questions.paper where written_by = ${personId}
    union all select coalesce(approved_at, written_at), 'paperReview' from questions.paper where reviewed_by = ${personId}
    union all select added_at, 'media' from questions.media where added_by = ${personId}
    union all select written_at, 'translate' from questions.translation where written_by = ${personId}
    union all select coalesce(approved_at, written_at), 'translationReview' from questions.translation where reviewed_by = ${personId}
    order by 1`.execute(db);
  return rows;
}
