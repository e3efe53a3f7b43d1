import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { State } from '../rules/states.ts';

export type ListFilter = {
  /** Ids that a search found, best first; undefined without a search. */
  ids?: readonly number[];
  fields?: readonly string[];
  places?: readonly number[];
  states?: readonly State[];
  body?: number;
  cluster?: number;
  sort: 'newest' | 'supported' | 'due' | 'relevance';
  limit: number;
  offset: number;
};

export type ListRow = {
  id: number;
  title: string;
  excerpt: string;
  language: string;
  field: string;
  placeId: number | null;
  placeOn: string | null;
  state: State;
  leadBody: number | null;
  receivedAt: Date;
  answeredAt: Date | null;
  answerDue: string | null;
  paused: boolean;
  supporters: number;
  answers: number;
};

/** Newest first needs no sort beyond the index; every order ends with the id, so that pages never overlap. */
const orders: Record<ListFilter['sort'], RawBuilder<unknown>> = {
  newest: sql`received_at desc, id desc`,
  supported: sql`supporters desc, id desc`,
  due: sql`answer_due nulls last, id`,
  relevance: sql`array_position(filter_ids, id), id`,
};

/**
 * Only what was asked for: without a filter the counts come from an index alone, and each of the few dozen texts is
 * planned once. Empty arrays mean "do not filter", except that a search which found nothing finds nothing.
 */
export const conditions = (f: ListFilter) => {
  const asked = [
    f.ids && sql`id = any(${f.ids}::bigint[])`,
    f.fields?.length && sql`field = any(${f.fields}::text[])`,
    f.places?.length && sql`place_id = any(${f.places}::int[])`,
    f.states?.length && sql`state = any(${f.states}::text[])`,
    f.body !== undefined && sql`lead_body = ${f.body}::int`,
    f.cluster !== undefined && sql`cluster_id = ${f.cluster}::bigint`,
  ];
  return sql.join([sql`true`, ...asked.filter((one) => typeof one === 'object')], sql` and `);
};

/** Published ideas, one page of them. */
export async function listPublished(db: Db, filter: ListFilter): Promise<ListRow[]> {
  const sort = filter.sort === 'relevance' && !filter.ids ? 'newest' : filter.sort;
  const { rows } = await sql<ListRow>`
    select id, title, left(body, 240) as excerpt, language, field, place_id as "placeId", place_on as "placeOn", state,
      lead_body as "leadBody", received_at as "receivedAt", answered_at as "answeredAt", answer_due as "answerDue",
      paused_on is not null as paused, supporters,
      (select count(*)::int from ideas.answer a where a.idea_id = idea.id and a.status = 'published') as answers
    from ideas.published as idea, (select ${filter.ids ?? null}::bigint[] as filter_ids) as wanted
    where ${conditions(filter)}
    order by ${orders[sort]}
    limit ${filter.limit} offset ${filter.offset}`.execute(db);
  return rows;
}

export type Counts = { total: number; byState: Record<string, number>; byField: Record<string, number> };

/** How many there are under the same filter: in all, by state and by field. */
export async function countPublished(db: Db, filter: ListFilter): Promise<Counts> {
  const { rows } = await sql<{ state: string; field: string; n: number }>`
    select state, field, count(*) as n from ideas.published
    where ${conditions(filter)} group by state, field`.execute(db);
  const counts: Counts = { total: 0, byState: {}, byField: {} };
  for (const { state, field, n } of rows) {
    counts.total += n;
    counts.byState[state] = (counts.byState[state] ?? 0) + n;
    counts.byField[field] = (counts.byField[field] ?? 0) + n;
  }
  return counts;
}

/** Published ideas by place id, for the tree and map of places. */
export async function countByPlace(db: Db): Promise<{ placeId: number; n: number }[]> {
  const { rows } = await sql<{ placeId: number; n: number }>`
    select place_id as "placeId", count(*) as n from ideas.published
    where place_id is not null group by place_id`.execute(db);
  return rows;
}

/** Published ideas by the body that leads, most first: what the list can be limited to. */
export async function countByLead(db: Db): Promise<{ body: number; n: number }[]> {
  const { rows } = await sql<{ body: number; n: number }>`
    select lead_body as body, count(*) as n from ideas.published
    where lead_body is not null group by lead_body order by n desc, body`.execute(db);
  return rows;
}

/** Published ideas that name no place. */
export async function countWithoutPlace(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ideas.published where place_id is null`.execute(db);
  return rows[0]?.n ?? 0;
}
