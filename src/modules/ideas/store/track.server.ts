import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';

export async function openAppeal(db: Db, ideaId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from ideas.appeal where idea_id = ${ideaId} and decided_at is null`.execute(db);
  return rows.length > 0;
}

export type NewAppeal = {
  ideaId: number;
  at: Date;
  text: string;
  againstPerson: string | null;
  againstStep: number | null;
};

export async function insertAppeal(tx: Db, a: NewAppeal): Promise<void> {
  await sql`insert into ideas.appeal (idea_id, at, text, against_person, against_step)
    values (${a.ideaId}, ${a.at}, ${a.text}, ${a.againstPerson}, ${a.againstStep})`.execute(tx);
}

/** The decision that an appeal is about: the latest one that closed the idea. */
export async function refusedBy(db: Db, ideaId: number): Promise<{ id: number; personId: string | null } | undefined> {
  const { rows } = await sql<{ id: number; personId: string | null }>`
    select id, person_id as "personId" from ideas.step
    where idea_id = ${ideaId} and kind in ('refuse', 'reclassify', 'mark_duplicate', 'answer')
    order by id desc limit 1`.execute(db);
  return rows[0];
}

/** Was the latest decision already reviewed on request? One decision has one review; a new decision may have another. */
export async function reviewedAlready(db: Db, ideaId: number): Promise<boolean> {
  const decision = await refusedBy(db, ideaId);
  if (!decision) return false;
  const { rows } = await sql`
    select 1 from ideas.appeal where against_step = ${decision.id} and decided_at is not null`.execute(db);
  return rows.length > 0;
}

export async function insertConfirmation(
  tx: Db,
  c: { ideaId: number; at: Date; done: boolean; text: string | null },
): Promise<void> {
  await sql`insert into ideas.confirmation (idea_id, at, done, text)
    values (${c.ideaId}, ${c.at}, ${c.done}, ${c.text})`.execute(tx);
}

export async function latestConfirmation(db: Db, ideaId: number): Promise<{ done: boolean; at: Date } | undefined> {
  const { rows } = await sql<{ done: boolean; at: Date }>`
    select done, at from ideas.confirmation where idea_id = ${ideaId} order by id desc limit 1`.execute(db);
  return rows[0];
}

/** The tracking code says that it is the author who asks; mails to the author are the house's. */
const OWN = 'ideas: the contact of an idea';

/** What the author agreed to; undefined when nothing about them is kept. */
export async function findConsents(db: Db, ideaId: number): Promise<Record<string, unknown> | undefined> {
  const { rows } = await asSystem(db, OWN, (own) => sql<{ consents: Record<string, unknown> }>`
    select consents from ideas.author where idea_id = ${ideaId}`.execute(own));
  return rows[0]?.consents;
}

export async function deleteAuthor(db: Db, ideaId: number): Promise<void> {
  await asSystem(db, OWN, (own) => sql`delete from ideas.author where idea_id = ${ideaId}`.execute(own));
}

/** Where the author agreed to be written to; undefined without an address or without that consent. */
export async function findContactEmail(db: Db, ideaId: number): Promise<string | undefined> {
  const { rows } = await asSystem(db, OWN, (own) => sql<{ email: string }>`
    select email from ideas.author
    where idea_id = ${ideaId} and email is not null and consents -> 'contact' is not null`.execute(own));
  return rows[0]?.email;
}
