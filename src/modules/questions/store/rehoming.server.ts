/** What bodies that end by a reorganisation have in the bank of questions. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type CountIn = { key: 'questions' | 'papers' | 'imports'; body: number; count: number };

/** Questions and papers whatever their state, and files that nobody has saved or dropped yet. */
export async function keptIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const among = sql`body_id = any(${[...bodies]}::int[])`;
  const { rows } = await sql<CountIn>`
    select key, body, count(*)::int as count from (
      select 'questions' as key, body_id as body from questions.item where ${among}
      union all select 'papers', body_id from questions.paper where ${among}
      union all select 'imports', body_id from questions.import where ${among} and state = 'read') as kept
    group by key, body order by body, key desc`.execute(db);
  return rows;
}

export async function moveKept(tx: Db, moving: readonly { from: number; to: number | null }[]): Promise<void> {
  const way = sql`unnest(${moving.map(({ from }) => from)}::int[], ${moving.map(({ to }) => to)}::int[]) as way("from", "to")`;
  for (const table of ['questions.item', 'questions.paper', 'questions.import']) {
    await sql`
      update ${sql.table(table)} as kept set body_id = way."to" from ${way}
      where kept.body_id = way."from" and way."to" is not null`.execute(tx);
  }
}
