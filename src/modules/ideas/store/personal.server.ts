/** What this schema holds about somebody with an account, and contacts of authors whose ideas have come to an end. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type ActRow = { at: Instant; what: string; idea: number; bodyId: number | null };

/** Everything that a person did about ideas in an official role; `what` has words `ideas.personal.act.<what>`. */
const acts = (personId: string) => sql`
  select at, 'step' as what, idea_id as idea, body_id as "bodyId" from ideas.step where person_id = ${personId}
  union all select at, 'message', idea_id, body_id from ideas.message where person_id = ${personId}
  union all select at, 'extension', idea_id, body_id from ideas.extension where person_id = ${personId}
  union all select at, 'custody', idea_id, null from ideas.custody where person_id = ${personId}
  union all select decided_at, 'review', idea_id, null from ideas.appeal where decided_by = ${personId}
  union all select drafted_at, 'draft', idea_id, body_id from ideas.answer
    where drafted_by = ${personId} or ${personId} = any(written_by)
  union all select coalesce(published_at, drafted_at), 'approval', idea_id, body_id from ideas.answer
    where approved_by = ${personId}
  union all select coalesce(returned_at, drafted_at), 'return', idea_id, body_id from ideas.answer
    where returned_by = ${personId}`;

export async function actsOfPerson(db: Db, personId: string): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`select * from (${acts(personId)}) as act order by at desc, idea`.execute(db);
  return rows;
}

export async function countActs(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${acts(personId)}) as act`.execute(db);
  return rows[0]?.count ?? 0;
}

export type FollowOf = { email: string; idea: number | null; field: string | null; createdAt: Instant; confirmedAt: Instant | null };

export async function followsOf(db: Db, addresses: readonly string[]): Promise<FollowOf[]> {
  const { rows } = await sql<FollowOf>`
    select email, idea_id as idea, field, created_at as "createdAt", confirmed_at as "confirmedAt"
    from ideas.follow where lower(email) = any(${[...addresses]}::text[]) order by created_at`.execute(db);
  return rows;
}

export async function deleteFollowsOf(tx: Db, addresses: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ideas.follow where lower(email) = any(${[...addresses]}::text[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function supportsOf(db: Db, supporter: Buffer): Promise<{ idea: number; at: Instant }[]> {
  const { rows } = await sql<{ idea: number; at: Instant }>`
    select idea_id as idea, at from ideas.support where supporter = ${supporter} order by at`.execute(db);
  return rows;
}

/**
 * Ideas that nothing will be written about any more: decided or withdrawn, no request for another review open, no
 * promise outstanding, and no step since.
 */
const forgotten = (before: Instant) => sql`
  select a.idea_id from ideas.author a join ideas.idea i on i.id = a.idea_id
  where (i.withdrawn_at is not null or i.erased_at is not null
      or i.state in ('adopted', 'noted', 'out_of_scope', 'duplicate'))
    and not exists (select from ideas.appeal p where p.idea_id = i.id and p.decided_at is null)
    and (i.withdrawn_at is not null
      or not exists (select from ideas.milestone m where m.idea_id = i.id and m.done_on is null))
    and not exists (select from ideas.step s where s.idea_id = i.id and s.at >= ${before})
    and i.received_at < ${before}`;

export async function countForgotten(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${forgotten(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function forgottenIdeas(db: Db, before: Instant, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select idea_id as id from (${forgotten(before)}) as old order by idea_id limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}

const unconfirmed = (before: Instant) => sql`select id from ideas.follow where confirmed_at is null and created_at < ${before}`;

export async function countUnconfirmed(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${unconfirmed(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Addresses that nobody confirmed are not ours to keep. */
export async function deleteUnconfirmed(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ideas.follow where id in (${unconfirmed(before)} limit ${sql.lit(limit)})`.execute(db);
  return Number(numAffectedRows ?? 0);
}
