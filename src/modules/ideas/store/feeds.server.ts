import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Outcome } from '../rules/states.ts';

export type FeedRow = {
  id: number;
  title: string;
  field: string;
  /** Beginning of the idea, or of the answer. */
  text: string;
  /** Null for the idea itself. */
  answerId: number | null;
  outcome: Outcome | null;
  /** Who says it: the answering body, or the one that received the idea. */
  bodyId: number;
  language: string;
  at: Date;
};

/** Newly published ideas and answers, the newest first. Empty `places` means everywhere. */
export async function newest(
  db: Db,
  f: { field: string | null; places: readonly number[]; limit: number },
): Promise<FeedRow[]> {
  const places = [...f.places];
  const { rows } = await sql<FeedRow>`
    with wanted as (
      select * from ideas.published
      where (${f.field}::text is null or field = ${f.field}::text)
        and (cardinality(${places}::int[]) = 0 or place_id = any(${places}::int[]))
    ), news as (
      (select id, title, field, body as text, null::bigint as answer_id, null::text as outcome,
        reception_body as body_id, language, published_at as at
      from wanted order by published_at desc limit ${f.limit})
      union all
      (select i.id, i.title, i.field, a.text, a.id, a.outcome, a.body_id, 'vi', a.published_at
      from wanted i join ideas.answer a on a.idea_id = i.id and a.status = 'published'
      order by a.published_at desc limit ${f.limit})
    )
    select id, title, field, left(text, 600) as text, answer_id as "answerId", outcome, body_id as "bodyId", language, at
    from news order by at desc, id desc, answer_id limit ${f.limit}`.execute(db);
  return rows;
}
