/**
 * Connections apart, for what must not stand in a queue behind pages: answers that a phone waits to see confirmed. They
 * are the house's own (row-level security shows everything): who uses them has decided before what may be done.
 */
import type { RawBuilder } from 'kysely';
import { openDatabase, type Db, type DatabaseHandle, type DatabaseOptions } from './client.ts';
import { asSystem } from './scope.server.ts';

export type Lane = {
  /** Outside of any transaction; two runs are never one transaction. */
  run<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Two statements, each a transaction of its own; the second begins when the first has ended. Said in one breath where
   * the connection allows it: the database does not wait for us in between. @returns the rows of the second
   */
  inTurn<T>(first: RawBuilder<unknown>, second: RawBuilder<T>): Promise<T[]>;
  close(): Promise<void>;
};

const CONNECTIONS = 6;

/** @param why for whoever reads the server's list of activities; `shared`: the connections of everybody else */
export function openLane({ url, max = CONNECTIONS, ...options }: DatabaseOptions, why: string, shared: DatabaseHandle['db']): Lane {
  // Behind a transaction pooler a connection keeps no name, so that each transaction has to say it.
  if (options.namedStatements === false) {
    const run: Lane['run'] = (work) => asSystem(shared, why, work);
    return { run, inTurn: (first, second) => inTurn(run, first, second), close: async () => undefined };
  }
  const named = new URL(url);
  // In the connection itself: no statement is spent on it.
  named.searchParams.set('options', `-c caunoi.system=${why.replaceAll(' ', '\\ ')}`);
  const { db, pool, close } = openDatabase({ url: named.toString(), max: Math.min(CONNECTIONS, max), pipeline: true, ...options });
  return { run: (work) => work(db), inTurn: (first, second) => inOneBreath({ db, pool }, first, second), close };
}

async function inTurn<T>(run: Lane['run'], first: RawBuilder<unknown>, second: RawBuilder<T>): Promise<T[]> {
  await run((db) => first.execute(db));
  return (await run((db) => second.execute(db))).rows;
}

async function inOneBreath<T>(
  { db, pool }: Pick<DatabaseHandle, 'db' | 'pool'>, first: RawBuilder<unknown>, second: RawBuilder<T>,
): Promise<T[]> {
  const client = await pool.connect();
  try {
    const said = [first, second].map((one) => one.compile(db));
    // Both are waited for, whatever becomes of the first: the connection is given back when it is idle.
    const [kept, read] = await Promise.allSettled(said.map(({ sql, parameters }) => client.query(sql, [...parameters])));
    if (kept?.status === 'rejected') throw kept.reason;
    if (read?.status !== 'fulfilled') throw read?.reason;
    return read.value.rows as T[];
  } finally {
    client.release();
  }
}
