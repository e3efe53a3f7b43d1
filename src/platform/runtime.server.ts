import type pg from 'pg';
import type { Config } from './config.server.ts';
import type { Db } from './database/client.ts';
import type { Lane } from './database/lane.server.ts';
import type { FileStore } from './files/file-store.ts';
import type { Log } from './log.server.ts';
import type { PageCache } from './page-cache.server.ts';
import type { Metrics } from './metrics.server.ts';

/**
 * Everything in a process that has state. Functions take what they need as parameters; only hooks, jobs and the
 * server ask for the whole.
 */
export type Runtime = {
  config: Config;
  /** Address of the database, embedded or outside. */
  databaseUrl: string;
  db: Db;
  pool: pg.Pool;
  /** Connections of their own for answers of a quiz. */
  lane: Lane;
  files: FileStore;
  log: Log;
  metrics: Metrics;
  pageCache: PageCache;
};

/**
 * The server runs from the sources and Kit's handler from a bundle, so a module variable would exist twice.
 * The registered symbol is one place for both.
 */
const KEY = Symbol.for('caunoi.runtime');
const holder = globalThis as { [KEY]?: Runtime };

export function setRuntime(runtime: Runtime): void {
  holder[KEY] = runtime;
}

/** @throws Error when called before the process has started its runtime: a programming error */
export function runtime(): Runtime {
  const current = holder[KEY];
  if (!current) throw new Error('The runtime has not been started.');
  return current;
}
