import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';

export type Migration = { name: string; file: string; sql: string; checksum: string };

/** A message for the operator: what is wrong with the migrations and what to do. */
export class MigrationRefused extends Error {}

const ROOT = join(import.meta.dirname, '../../..');
const STAMPED = /^\d{8}T\d{4}-[a-z0-9-]+\.sql$/;
/** Any constant; it only has to be the same in every process. */
const LOCK = 7_274_011;

/** All migrations of the platform and of every module, in one global order by stamp. */
export function findMigrations(root = join(ROOT, 'src')): Migration[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)migrations\/[^/]+\.sql$/.test(path),
  );
  const migrations = files.map((path) => {
    const name = path.replace(/^(platform|modules)\//, '').replace('/migrations/', '/').replace(/\.sql$/, '');
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (!STAMPED.test(base)) {
      throw new MigrationRefused(`${path}: a migration is named like 20261201T0900-create.sql`);
    }
    const sql = readFileSync(join(root, path), 'utf8');
    return { name, file: relative(ROOT, join(root, path)), sql, checksum: sha256(sql) };
  });
  const stamp = (m: Migration) => m.name.slice(m.name.lastIndexOf('/') + 1);
  return migrations.sort((a, b) => (stamp(a) === stamp(b) ? (a.name < b.name ? -1 : 1) : stamp(a) < stamp(b) ? -1 : 1));
}

/**
 * Runs every migration that is *missing* (not only those after the newest: a late merge is never skipped), each in a
 * transaction, under an advisory lock. An applied migration whose text has changed is refused.
 * @returns the names that were applied now
 */
export async function migrate(url: string, migrations = findMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const applied = await readApplied(client);
    refuseEdited(migrations, applied);
    const missing = migrations.filter((m) => !applied.has(m.name));
    for (const migration of missing) await apply(client, migration);
    return missing.map((m) => m.name);
  } finally {
    await client.end();
  }
}

/** Names of migrations that the database lacks; empty when it is up to date. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const applied = await readApplied(client);
    return findMigrations()
      .filter((m) => !applied.has(m.name))
      .map((m) => m.name);
  } finally {
    await client.end();
  }
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create schema if not exists platform;
    create table if not exists platform.migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migration');
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function refuseEdited(migrations: Migration[], applied: Map<string, string>): void {
  const edited = migrations.filter((m) => applied.has(m.name) && applied.get(m.name) !== m.checksum);
  if (edited.length === 0) return;
  const list = edited.map((m) => m.file).join(', ');
  throw new MigrationRefused(
    `${list} was edited after it had been applied. Restore it and put the change into a new migration.`,
  );
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into platform.migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationRefused(`${migration.file}: ${(error as Error).message}`, { cause: error });
  }
}

const sha256 = (value: string) => createHash('sha256').update(value).digest('hex');
