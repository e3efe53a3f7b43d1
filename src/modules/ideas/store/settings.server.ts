import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export async function readSetting<T>(db: Db, key: string, fallback: T): Promise<T> {
  const { rows } = await sql<{ value: T }>`select value from ideas.setting where key = ${key}`.execute(db);
  return rows[0]?.value ?? fallback;
}

/** All of them: a handful of rows. */
export async function allSettings(db: Db): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await sql<{ key: string; value: unknown }>`select key, value from ideas.setting`.execute(db);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Changes with every write; not the latest instant alone, because a write may commit after a later one. */
export async function settingsRevision(db: Db): Promise<string> {
  const { rows } = await sql<{ revision: string | null }>`
    select string_agg(key || ' ' || changed_at, ',' order by key) as revision from ideas.setting`.execute(db);
  return rows[0]?.revision ?? '';
}

export async function writeSetting(db: Db, key: string, value: unknown, changedBy: string | null = null) {
  await sql`insert into ideas.setting (key, value, changed_by) values (${key}, ${JSON.stringify(value)}, ${changedBy})
    on conflict (key) do update set value = excluded.value, changed_by = excluded.changed_by, changed_at = now()`.execute(db);
}
