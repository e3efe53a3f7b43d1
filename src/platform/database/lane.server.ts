/**
 * Connections apart, for what must not stand in a queue behind pages: answers that a phone waits to see confirmed. They
 * are the house's own (row-level security shows everything): who uses them has decided before what may be done.
 */
import { openDatabase, type Db, type DatabaseHandle, type DatabaseOptions } from './client.ts';
import { asSystem } from './scope.server.ts';

export type Lane = {
  /** Outside of any transaction; two runs are never one transaction. */
  run<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const CONNECTIONS = 6;

/** @param why for whoever reads the server's list of activities; `shared`: the connections of everybody else */
export function openLane({ url, max = CONNECTIONS, ...options }: DatabaseOptions, why: string, shared: DatabaseHandle['db']): Lane {
  // Behind a transaction pooler a connection keeps no name, so that each transaction has to say it.
  if (options.namedStatements === false) return { run: (work) => asSystem(shared, why, work), close: async () => undefined };
  const named = new URL(url);
  // In the connection itself: no statement is spent on it.
  named.searchParams.set('options', `-c caunoi.system=${why.replaceAll(' ', '\\ ')}`);
  const { db, close } = openDatabase({ url: named.toString(), max: Math.min(CONNECTIONS, max), ...options });
  return { run: (work) => work(db), close };
}
