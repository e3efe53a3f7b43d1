import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type NewMessage = {
  ideaId: number;
  at: Date;
  byAuthor: boolean;
  bodyId: number | null;
  personId: string | null;
  text: string;
};

export async function insertMessage(tx: Db, m: NewMessage): Promise<void> {
  await sql`insert into ideas.message (idea_id, at, by_author, body_id, person_id, text)
    values (${m.ideaId}, ${m.at}, ${m.byAuthor}, ${m.bodyId}, ${m.personId}, ${m.text})`.execute(tx);
}

/** Asked again on the day of an ended pause, the same row opens again. */
export async function startPause(tx: Db, ideaId: number, day: string): Promise<void> {
  await sql`insert into ideas.pause (idea_id, from_day) values (${ideaId}, ${day})
    on conflict (idea_id, from_day) do update set to_day = null`.execute(tx);
}

export async function endPause(tx: Db, ideaId: number, day: string): Promise<void> {
  await sql`update ideas.pause set to_day = ${day} where idea_id = ${ideaId} and to_day is null`.execute(tx);
}

/** Ends the present assignments and makes the new ones; a body that stays keeps its row. */
export async function assignBodies(
  tx: Db,
  ideaId: number,
  routing: { lead: number; cooperating: readonly number[]; note: string | null },
  now: Date,
): Promise<void> {
  const cooperating = [...routing.cooperating];
  await sql`update ideas.assignment set until = ${now}
    where idea_id = ${ideaId} and until is null
      and not (role = 'lead' and body_id = ${routing.lead})
      and not (role = 'cooperating' and body_id = any(${cooperating}::int[]))`.execute(tx);
  await sql`insert into ideas.assignment (idea_id, body_id, role, since, note)
    select ${ideaId}, wanted.body, wanted.role, ${now}, ${routing.note}
    from (
      select ${routing.lead}::int as body, 'lead' as role
      union all select unnest(${cooperating}::int[]), 'cooperating'
    ) as wanted
    where not exists (
      select from ideas.assignment a
      where a.idea_id = ${ideaId} and a.body_id = wanted.body and a.role = wanted.role and a.until is null
    )`.execute(tx);
}
