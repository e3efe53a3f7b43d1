/** Files as they were understood, until somebody has looked at them. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Format } from '../rules/bank.ts';
import type { Kept } from '../rules/formats/understood.ts';

export type ImportState = 'read' | 'saved' | 'dropped';
export type ImportRow = {
  id: number;
  bodyId: number;
  format: Format;
  fileName: string;
  state: ImportState;
  understood: Kept;
  saved: number;
  startedBy: string;
  startedAt: Instant;
};

const columns = sql`id, body_id as "bodyId", format, file_name as "fileName", state, understood, saved,
  started_by as "startedBy", started_at as "startedAt"`;

export async function insertImport(tx: Db, row: Omit<ImportRow, 'id' | 'state' | 'saved'>): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into questions.import (body_id, format, file_name, state, understood, started_by, started_at)
    values (${row.bodyId}, ${row.format}, ${row.fileName}, 'read', ${JSON.stringify(row.understood)}, ${row.startedBy},
      ${row.startedAt})
    returning id`.execute(tx);
  return rows[0]!.id;
}

export async function findImport(db: Db, id: number): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`select ${columns} from questions.import where id = ${id}`.execute(db);
  return rows[0];
}

export async function lockImport(tx: Db, id: number): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`select ${columns} from questions.import where id = ${id} for update`.execute(tx);
  return rows[0];
}

/** What was understood is forgotten when nobody wanted it. */
export async function finishImport(tx: Db, id: number, state: 'saved' | 'dropped', saved: number, now: Instant): Promise<void> {
  await sql`
    update questions.import set state = ${state}, saved = ${saved}, finished_at = ${now},
      understood = case when ${state} = 'dropped' then '{"items": [], "notes": []}' else understood end
    where id = ${id}`.execute(tx);
}

export type ImportListed = Omit<ImportRow, 'understood'> & { count: number };

/** The newest imports of these bodies. */
export async function listImports(db: Db, bodies: readonly number[], limit: number): Promise<ImportListed[]> {
  const { rows } = await sql<ImportListed>`
    select id, body_id as "bodyId", format, file_name as "fileName", state, saved, started_by as "startedBy",
      started_at as "startedAt", jsonb_array_length(understood->'items') as count
    from questions.import where body_id = any(${[...bodies]}::int[]) order by id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
