import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export async function readSetting<T>(db: Db, key: string, fallback: T): Promise<T> {
  const { rows } = await sql<{ value: T }>`select value from ideas.setting where key = ${key}`.execute(db);
  return rows[0]?.value ?? fallback;
}

export async function writeSetting(db: Db, key: string, value: unknown, changedBy: string | null = null) {
  await sql`insert into ideas.setting (key, value, changed_by) values (${key}, ${JSON.stringify(value)}, ${changedBy})
    on conflict (key) do update set value = excluded.value, changed_by = excluded.changed_by, changed_at = now()`.execute(db);
}
