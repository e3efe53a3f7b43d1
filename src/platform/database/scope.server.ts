import { sql } from 'kysely';
import type { Db } from './client.ts';

/**
 * In whose name a transaction reads and writes tables with row-level security. Without either function such a table
 * is empty and takes no row: what forgets to say who asks finds nothing, instead of everything.
 */
type Name = 'caunoi.person' | 'caunoi.system';

async function inTheNameOf<T>(db: Db, name: Name, value: string, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!db.isTransaction) return db.transaction().execute((tx) => inTheNameOf(tx, name, value, work));
  const { rows } = await sql<{ before: string | null }>`
    select current_setting(${name}, true) as before, set_config(${name}, ${value}, true)`.execute(db);
  try {
    return await work(db);
  } finally {
    // One name inside another of its kind ends with its own work. A failed transaction takes no statement, and forgets
    // the setting by itself.
    await sql`select set_config(${name}, ${rows[0]?.before ?? ''}, true)`.execute(db).catch(() => undefined);
  }
}

/** Runs `work` with the rows that this person's roles of today reach; in the caller's transaction, if it is one. */
export const asPerson = <T>(db: Db, personId: string, work: (tx: Db) => Promise<T>): Promise<T> =>
  inTheNameOf(db, 'caunoi.person', personId, work);

/**
 * Runs `work` with every row: jobs, samples, exports and what a person asks about themselves after we have checked
 * that it is theirs. @param why the task, for whoever reads the server's list of activities
 */
export const asSystem = <T>(db: Db, why: string, work: (tx: Db) => Promise<T>): Promise<T> =>
  inTheNameOf(db, 'caunoi.system', why, work);
