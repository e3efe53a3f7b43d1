import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './client.ts';

/**
 * Writes checked-in data once for each version of it: `write` runs in a transaction when `content` differs
 * from what was written under that name last time. Two processes that start together write it once.
 * @returns whether something was written
 */
export async function loadSeed(
  db: Db,
  name: string,
  content: unknown,
  write: (transaction: Db) => Promise<void>,
): Promise<boolean> {
  const stamp = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  if ((await loadedStamp(db, name)) === stamp) return false;
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`seed ${name}`}))`.execute(transaction);
    if ((await loadedStamp(transaction, name)) === stamp) return false;
    await write(transaction);
    await sql`
      insert into platform.seed (name, stamp) values (${name}, ${stamp})
      on conflict (name) do update set stamp = excluded.stamp, loaded_at = now()`.execute(transaction);
    return true;
  });
}

async function loadedStamp(db: Db, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ stamp: string }>`select stamp from platform.seed where name = ${name}`.execute(
    db,
  );
  return rows[0]?.stamp;
}
