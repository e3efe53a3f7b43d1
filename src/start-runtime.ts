import { join } from 'node:path';
import { readConfig, type Config } from '#platform/config.server.ts';
import { openDatabase } from '#platform/database/client.ts';
import { openLane } from '#platform/database/lane.server.ts';
import { createBucketStore, createDiskStore } from '#platform/files/files.server.ts';
import { createLog } from '#platform/log.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { PageCache } from '#platform/page-cache.server.ts';
import { runtime, setRuntime, type Runtime } from '#platform/runtime.server.ts';

/** Opens what a process needs around an already migrated database, and registers it. */
export function createRuntime(config: Config, databaseUrl: string): Runtime {
  const log = createLog(config.logLevel);
  const options = {
    url: databaseUrl,
    max: config.databaseConnections,
    namedStatements: config.namedStatements,
    onError: (error: Error) => log.warn({ err: error }, 'database connection lost'),
  };
  const { db, pool } = openDatabase(options);
  const created: Runtime = {
    config,
    databaseUrl,
    db,
    pool,
    lane: openLane(options, 'answers from phones', db),
    files: config.s3 ? createBucketStore(config.s3) : createDiskStore(join(config.dataDir, 'files')),
    log,
    metrics: createMetrics(() => pool.waitingCount),
    pageCache: new PageCache(),
  };
  setRuntime(created);
  return created;
}

/** For `npm run dev`, where Vite owns the process: `scripts/dev.ts` has started and migrated the database. */
export function startLocalRuntime(): Runtime {
  try {
    return runtime();
  } catch {
    const config = readConfig();
    if (!config.databaseUrl) throw new Error('Start with `npm run dev` or `npm start`: they bring the database.');
    return createRuntime(config, config.databaseUrl);
  }
}
