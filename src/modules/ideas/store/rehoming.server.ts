/** Ideas of bodies that end by a reorganisation. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';

/** Somebody still has something to do. */
const open = sql`i.state in ('received', 'considering', 'asked', 'routed', 'appraising')`;
/** A promise that has not been kept yet: a milestone of the answer in force. */
const promised = sql`i.state = 'adopted' and exists (
  select from ideas.milestone m where m.idea_id = i.id and m.done_on is null
    and m.answer_id = (select max(a.id) from ideas.answer a where a.idea_id = i.id and a.status = 'published'))`;
const standing = sql`i.withdrawn_at is null and i.quarantined_at is null and i.erased_at is null`;
const bodiesOf = (bodies: readonly number[]) => sql`any(${[...bodies]}::int[])`;

export type CountIn = { key: string; body: number; count: number };

/** What these bodies have to do with ideas today, by kind; see the words `desk.rehoming.<key>`. */
export async function countIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const among = bodiesOf(bodies);
  const { rows } = await sql<CountIn>`
    select key, body, count(*)::int as count from (
      select 'leading' as key, i.lead_body as body from ideas.idea i where i.lead_body = ${among} and ${standing} and ${open}
      union all
      select 'received', i.reception_body from ideas.idea i where i.reception_body = ${among} and ${standing} and ${open}
      union all
      select 'cooperating', a.body_id from ideas.assignment a join ideas.idea i on i.id = a.idea_id
      where a.body_id = ${among} and a.role = 'cooperating' and a.until is null and ${standing} and (${open} or ${promised})
      union all
      select 'deadlines', case when i.state = 'received' then i.reception_body else coalesce(i.lead_body, i.reception_body) end
      from ideas.idea i
      where ${standing} and i.paused_on is null and ${open} and i.state <> 'asked' and i.answered_at is null
        and case when i.state = 'received' then i.reception_body else coalesce(i.lead_body, i.reception_body) end = ${among}
      union all
      select 'drafts', w.body_id from ideas.answer w join ideas.idea i on i.id = w.idea_id
      where w.body_id = ${among} and w.status <> 'published' and ${standing}
      union all
      select 'milestones', i.lead_body from ideas.idea i join ideas.milestone m on m.idea_id = i.id and m.done_on is null
      where i.lead_body = ${among} and ${standing} and ${promised}
      union all
      select 'history', i.lead_body from ideas.idea i where i.lead_body = ${among} and not ${open} and not (${promised})
    ) as had
    group by key, body order by body, key`.execute(db);
  return rows;
}

/** How many confirmed wishes there are to follow ideas that these bodies still lead or consider. */
export async function followersIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const { rows } = await asSystem(db, 'ideas: how many follow', (own) => sql<CountIn>`
    select 'followers' as key, body, count(*)::int as count from (
      select coalesce(i.lead_body, i.reception_body) as body from ideas.follow f join ideas.idea i on i.id = f.idea_id
      where f.confirmed_at is not null and ${standing} and (${open} or ${promised})) as followed
    where body = ${bodiesOf(bodies)} group by body order by body`.execute(own));
  return rows;
}

/** Those of them that have anything to do with an idea that is not finished, or that is locked away. */
export async function bodiesAtWork(tx: Db, bodies: readonly number[]): Promise<number[]> {
  const among = bodiesOf(bodies);
  const { rows } = await sql<{ body: number }>`
    select lead_body as body from ideas.idea where lead_body = ${among}
    union select reception_body from ideas.idea where reception_body = ${among}
    union select body_id from ideas.assignment where body_id = ${among} and until is null
    union select body_id from ideas.answer where body_id = ${among} and status <> 'published'`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Ideas that go on elsewhere when this body ends, in a fixed order. */
export async function goingOn(tx: Db, body: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select i.id from ideas.idea i
    where (i.lead_body = ${body} or i.reception_body = ${body}) and ${standing} and (${open} or ${promised})
    order by i.id`.execute(tx);
  return rows.map(({ id }) => id);
}

export type Handing = { from: number; to: number; now: Instant };

/** What is at work without deciding: co-operation, drafts, and matters that are locked away at the reception. */
export async function moveQuietly(tx: Db, { from, to, now }: Handing): Promise<void> {
  const ended = await sql<{ ideaId: number; role: string; note: string | null }>`
    update ideas.assignment a set until = ${now}
    from ideas.idea i where i.id = a.idea_id and a.body_id = ${from} and a.until is null and ${standing}
      and (${open} or ${promised})
    returning a.idea_id as "ideaId", a.role, a.note`.execute(tx);
  await sql`
    insert into ideas.assignment (idea_id, body_id, role, since, note)
    select "ideaId", ${to}::int, role, ${now}, note
    from jsonb_to_recordset(${JSON.stringify(ended.rows)}::jsonb) as n("ideaId" bigint, role text, note text)
    where not exists (
      select from ideas.assignment a where a.idea_id = "ideaId" and a.body_id = ${to} and a.role = n.role and a.until is null)`
    .execute(tx);
  // Who leads does not co-operate as well.
  await sql`
    update ideas.assignment a set until = ${now} where a.body_id = ${to} and a.role = 'cooperating' and a.until is null
      and exists (select from ideas.assignment l where l.idea_id = a.idea_id and l.body_id = ${to} and l.role = 'lead'
        and l.until is null)`.execute(tx);
  await sql`update ideas.answer set body_id = ${to} where body_id = ${from} and status <> 'published'`.execute(tx);
  await sql`
    update ideas.idea set reception_body = ${to}
    where reception_body = ${from} and quarantined_at is not null and erased_at is null`.execute(tx);
}
