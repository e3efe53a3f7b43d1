import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { State } from '../rules/states.ts';
import { conditions, type ListFilter } from './list.server.ts';

export type SummaryRow = {
  id: number;
  title: string;
  excerpt: string;
  field: string;
  placeId: number | null;
  placeOn: string | null;
  state: State;
  leadBody: number | null;
  receivedAt: Date;
  publishedAt: Date;
  answeredAt: Date | null;
  answerDue: string | null;
  paused: boolean;
  supporters: number;
};

/**
 * Published ideas after the one where the page before ended, newest first. Both keys never change and no row is ever
 * deleted, so that what is sent, published or withdrawn meanwhile makes no page repeat or skip anything else.
 */
export async function listAfter(
  db: Db,
  filter: Omit<ListFilter, 'sort' | 'offset'>,
  after: number | null,
): Promise<SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`
    select id, title, left(body, 240) as excerpt, field, place_id as "placeId", place_on as "placeOn", state,
      lead_body as "leadBody", received_at as "receivedAt", published_at as "publishedAt", answered_at as "answeredAt",
      answer_due as "answerDue", paused_on is not null as paused, supporters
    from ideas.published
    where ${conditions({ ...filter, sort: 'newest', offset: 0 })}
      and (${after}::bigint is null or (received_at, id) < (select received_at, id from ideas.idea where id = ${after}::bigint))
    order by received_at desc, id desc
    limit ${filter.limit}`.execute(db);
  return rows;
}

export async function ideaExists(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`select 1 from ideas.idea where id = ${id}`.execute(db);
  return rows.length > 0;
}
