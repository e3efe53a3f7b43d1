import { DatabaseRefused } from './refused.ts';

/** Any way to run one statement, e.g. `(text) => pool.query(text)`. */
export type Query = (text: string) => Promise<{ rows: Record<string, unknown>[] }>;

const OLDEST = 15;

/**
 * Refuses a server that may lose what it acknowledged: `fsync`, `full_page_writes` or `synchronous_commit`
 * off. The other values of `synchronous_commit` wait at least for the local disk and pass.
 */
export async function assertDurable(query: Query): Promise<void> {
  const { rows } = await query(`select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name`);
  if (rows.length === 0) return;
  const names = rows.map((row) => String(row['name'])).join(', ');
  throw new DatabaseRefused(
    `The database may lose confirmed data, because these settings are off: ${names}. `
    + 'Turn them on (ALTER SYSTEM, then restart it), or start with --demo for data that may be lost.',
  );
}

/** Refuses a server older than PostgreSQL 15. */
export async function assertVersion(query: Query): Promise<void> {
  const { rows } = await query(`select current_setting('server_version_num')::int / 10000 as major,
    current_setting('server_version') as version`);
  if (Number(rows[0]?.['major']) >= OLDEST) return;
  throw new DatabaseRefused(
    `The database is PostgreSQL ${rows[0]?.['version']}, at least ${OLDEST} is needed: upgrade it, `
    + 'or leave DATABASE_URL empty to use the built-in one.',
  );
}
