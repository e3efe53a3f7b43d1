/**
 * The lane of the phones: a few connections of their own, so that no page, however slow, stands before an answer. They
 * are the house's own (row-level security): what a phone may do is decided by its ticket's signature, before.
 */
import { openDatabase, type Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';

export type Lane = {
  /** Runs `work` outside of any transaction of another; two runs are never one transaction. */
  run<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** How many wait for a connection. */
  waiting(): number;
};

const CONNECTIONS = 6;
const WHY = 'quizzes: answers from phones';
const lanes = new WeakMap<Runtime['pool'], Lane>();

export function laneOf(runtime: Runtime): Lane {
  const known = lanes.get(runtime.pool);
  if (known) return known;
  const lane = runtime.config.namedStatements ? ownLane(runtime) : sharedLane(runtime);
  lanes.set(runtime.pool, lane);
  return lane;
}

/** The name stands in the connection itself: no statement is spent on it. */
function ownLane({ config, databaseUrl, log }: Runtime): Lane {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c caunoi.system=${WHY.replaceAll(' ', '\\ ')}`);
  const { db, pool } = openDatabase({
    url: url.toString(),
    max: Math.min(CONNECTIONS, config.databaseConnections),
    onError: (error) => log.warn({ err: error }, 'database connection of the phones lost'),
  });
  return { run: (work) => work(db), waiting: () => pool.waitingCount };
}

/** Behind a transaction pooler a connection keeps no name, so each transaction says it. */
const sharedLane = ({ db, pool }: Runtime): Lane => ({
  run: (work) => asSystem(db, WHY, work),
  waiting: () => pool.waitingCount,
});
