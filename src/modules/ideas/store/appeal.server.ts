import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type AppealRow = {
  id: number;
  at: Date;
  text: string;
  againstPerson: string | null;
  decidedAt: Date | null;
  granted: boolean | null;
  decision: string | null;
};

/** All appeals of an idea, oldest first; at most one is undecided. */
export async function listAppeals(db: Db, ideaId: number): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select id, at, text, against_person as "againstPerson", decided_at as "decidedAt", granted, decision
    from ideas.appeal where idea_id = ${ideaId} order by id`.execute(db);
  return rows;
}

export async function closeAppeal(
  tx: Db,
  id: number,
  decided: { at: Date; by: string; granted: boolean; text: string },
): Promise<void> {
  await sql`update ideas.appeal
    set decided_at = ${decided.at}, decided_by = ${decided.by}, granted = ${decided.granted}, decision = ${decided.text}
    where id = ${id} and decided_at is null`.execute(tx);
}
