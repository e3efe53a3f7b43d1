import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { State } from '../rules/states.ts';

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

export type AuthorRow = { name: string | null; email: string | null; phone: string | null };

/** Did the author leave a way to reach them? Those at work may know that, whoever may read it. */
export async function hasAuthor(db: Db, ideaId: number): Promise<boolean> {
  const { rows } = await asSystem(db, 'ideas: whether there is a contact', (own) => sql`
    select from ideas.author where idea_id = ${ideaId}`.execute(own));
  return rows.length > 0;
}

/**
 * How to reach the author; undefined when they left nothing or took it back, and for everybody in whose name
 * (`asPerson`) it may not be read.
 */
export async function findAuthor(db: Db, ideaId: number): Promise<AuthorRow | undefined> {
  const { rows } = await sql<AuthorRow>`
    select name, email, phone from ideas.author where idea_id = ${ideaId}`.execute(db);
  return rows[0];
}

/** The newest step of an idea: what a page was drawn from, so that a decision on an older picture can be told. */
export async function lastStepOf(db: Db, ideaId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select coalesce(max(id), 0) as id from ideas.step where idea_id = ${ideaId}`.execute(db);
  return rows[0]?.id ?? 0;
}

export async function insertCluster(tx: Db, title: string, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into ideas.cluster (title, created_at) values (${title}, ${now}) returning id`.execute(tx);
  return (rows[0] as { id: number }).id;
}

export async function renameCluster(tx: Db, id: number, title: string): Promise<void> {
  await sql`update ideas.cluster set title = ${title} where id = ${id}`.execute(tx);
}

/** A group of one is no group: what is left of it is dissolved. */
export async function dissolveSmallClusters(tx: Db): Promise<void> {
  await sql`with small as (
      select cluster.id from ideas.cluster
      where (select count(*) from ideas.idea where cluster_id = cluster.id) < 2
    )
    update ideas.idea set cluster_id = null where cluster_id in (select id from small)`.execute(tx);
  await sql`delete from ideas.cluster
    where not exists (select from ideas.idea where cluster_id = cluster.id)`.execute(tx);
}

export type ClusterMember = { id: number; title: string; state: State; supporters: number; published: boolean };

export async function findCluster(
  db: Db,
  id: number,
): Promise<{ title: string; members: ClusterMember[] } | undefined> {
  const { rows } = await sql<{ title: string }>`select title from ideas.cluster where id = ${id}`.execute(db);
  if (!rows[0]) return undefined;
  const members = await sql<ClusterMember>`
    select id, title, state, supporters, published_at is not null as published from ideas.idea
    where cluster_id = ${id} and quarantined_at is null order by id`.execute(db);
  return { title: rows[0].title, members: members.rows };
}

/** Some ideas as the desk names them, in the order asked for; quarantined ones are left out. */
export async function ideasByIds(db: Db, ids: readonly number[]): Promise<ClusterMember[]> {
  const { rows } = await sql<ClusterMember>`
    select id, title, state, supporters, published_at is not null as published from ideas.idea
    where id = any(${[...ids]}::bigint[]) and quarantined_at is null
    order by array_position(${[...ids]}::bigint[], id)`.execute(db);
  return rows;
}
