import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../database/client.ts';
import type { Runtime } from '../runtime.server.ts';

export type EventData = Record<string, unknown>;

/**
 * Leaves an event in the caller's transaction. Nothing is sent, indexed or counted inside a transaction:
 * subscribers run later, at least once, so they are idempotent by a natural key.
 */
export async function emit(tx: Db, name: string, data: EventData): Promise<void> {
  await sql`insert into platform.event (name, data) values (${name}, ${JSON.stringify(data)})`.execute(tx);
}

/**
 * The same as a member of the `with` list of the statement that makes it happen.
 * @param data query for the data, one row an event; no row, no event
 */
export const emitting = (name: string, data: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`emitted as (
    insert into platform.event (name, data) select ${name}, happened.data from (${data}) as happened(data)
  )`;

/** What a module does when something has happened, or at certain times. Declared in its door as `jobs`. */
export type Job = {
  /** Name of the queue, `module.what`. */
  name: string;
  /** Names of the events it subscribes to. */
  on?: readonly string[];
  /** Cron expression in Asia/Ho_Chi_Minh for work that comes round. */
  schedule?: string;
  /**
   * Runs in every working process about every so many seconds, beside the queue: for what must not wait for the minute
   * of a schedule. It leaves to others what they are at (`for update skip locked`), and never overlaps itself.
   */
  everySeconds?: number;
  run(runtime: Runtime, data: EventData, event: string): Promise<void>;
};

export type EventRow = { id: number; name: string; data: EventData };

/** Takes up to `limit` events away, oldest first; rows that another process is taking are left to it. */
export async function takeEvents(tx: Db, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    delete from platform.event where id in (
      select id from platform.event order by id limit ${sql.lit(limit)} for update skip locked
    ) returning id, name, data`.execute(tx);
  return rows.sort((a, b) => a.id - b.id);
}

/** Runs every waiting event's subscribers here and now: for the sample loader and for tests. */
export async function drainEvents(runtime: Runtime, jobs: readonly Job[]): Promise<number> {
  let done = 0;
  for (;;) {
    const events = await runtime.db.transaction().execute((tx) => takeEvents(tx, 200));
    if (events.length === 0) return done;
    for (const event of events) {
      for (const job of jobs) {
        if (job.on?.includes(event.name)) await job.run(runtime, event.data, event.name);
      }
      done += 1;
    }
  }
}
