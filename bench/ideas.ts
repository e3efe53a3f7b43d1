/** Published ideas by the thousand, with steps and answers, put straight into the tables: only reading is measured. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { seeded, writer } from './vietnamese.ts';

const BATCH = 1_000;
/** As many as a province's departments and busiest communes; the list offers each in its filter. */
const BODIES = 40;
const FIELDS = ['roads', 'education', 'health', 'agriculture', 'environment', 'procedures', 'digital', 'culture'];

/** @returns the ids of the new ideas, which are without gaps */
export async function fillIdeas(db: Db, count: number): Promise<{ first: number; last: number }> {
  const before = await lastIdea(db);
  const { rows: places } = await sql<{ id: number }>`select id from places.place order by id`.execute(db);
  const { rows: bodies } = await sql<{ id: number }>`
    select distinct body_id as id from organisation.body_version where upper(valid) is null order by 1 limit ${BODIES}`.execute(db);
  const write = writer(3);
  const random = seeded(4);
  const start = Date.UTC(2026, 6, 1);
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => ({
      title: write.title(),
      body: write.body(),
      field: write.pick(FIELDS),
      place: random() < 0.8 ? write.pick(places).id : null,
      lead: write.pick(bodies).id,
      state: write.pick(['considering', 'routed', 'appraising', 'adopted', 'noted']),
      at: new Date(start + (from + index) * 60_000 * 30).toISOString(),
      supporters: Math.floor(random() ** 4 * 300),
    }));
    await insertIdeas(db, JSON.stringify(rows));
  }
  await insertHistory(db, before);
  await sql`analyze ideas.idea, ideas.step, ideas.answer`.execute(db);
  return { first: before + 1, last: await lastIdea(db) };
}

async function lastIdea(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0) as id from ideas.idea`.execute(db);
  return rows[0]?.id ?? 0;
}

async function insertIdeas(db: Db, rows: string): Promise<void> {
  await sql`
    insert into ideas.idea (title, body, original_title, original_body, field, place_id, place_on, channel, state,
      reception_body, lead_body, received_at, published_at, accepted_at, answered_at, admissible_due, answer_due,
      calendar_version, supporters, code_hash)
    select title, body, title, body, field, place, case when place is not null then at::date end, 'sample', state, lead, lead,
      at, at + interval '1 day', at + interval '2 days', case when state in ('adopted', 'noted') then at + interval '20 days' end,
      at::date + 7, at::date + 30, (select max(id) from calendar.version), supporters,
      sha256(convert_to(at::text || title, 'UTF8'))
    from jsonb_to_recordset(${rows}::jsonb)
      as row (title text, body text, field text, place int, lead int, state text, at timestamptz, supporters int)`.execute(db);
}

/** Three steps each, an answer for those that are decided. */
async function insertHistory(db: Db, after: number): Promise<void> {
  await sql`
    insert into ideas.step (idea_id, at, kind, from_state, to_state, body_id, by_author)
    select id, received_at, 'receive', null, 'received', null, true from ideas.idea where id > ${after}
    union all select id, published_at, 'accept', 'received', 'considering', reception_body, false from ideas.idea where id > ${after}
    union all select id, accepted_at, 'route', 'considering', 'routed', lead_body, false from ideas.idea where id > ${after}`.execute(db);
  await sql`
    insert into ideas.answer (idea_id, body_id, outcome, text, status, drafted_by, drafted_at, approved_by, signer_name,
      signer_title, published_at)
    select id, lead_body, state, left(body, 1500), 'published', 'bench 1', answered_at, 'bench 2', 'Lâm Thị Hạnh', 'Phó Giám đốc',
      answered_at
    from ideas.idea where answered_at is not null and id > ${after}`.execute(db);
}
