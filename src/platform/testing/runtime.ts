import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.server.ts';
import { openDatabase } from '../database/client.ts';
import { openLane } from '../database/lane.server.ts';
import { createDiskStore } from '../files/files.server.ts';
import { createLog } from '../log.server.ts';
import { createMetrics } from '../metrics.server.ts';
import { PageCache } from '../page-cache.server.ts';
import { setRuntime, type Runtime } from '../runtime.server.ts';
import { testDatabase } from './database.ts';

/** `ownerUrl` is for what only the owner of the tables may do. */
export type TestRuntime = Runtime & { ownerUrl: string; drop(): Promise<void> };

/** A runtime on a database of its own; the real parts, a folder that `drop` removes, no worker. */
export async function testRuntime(env: NodeJS.ProcessEnv = {}): Promise<TestRuntime> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'caunoi-data-'));
  const config = readConfig({ LOG_LEVEL: 'silent', DATA_DIR: dataDir, SECRET: 'x'.repeat(32), PORT: '0', ...env });
  const { db, pool, close } = openDatabase({ url: database.url, max: 10 });
  const lane = openLane({ url: database.url }, 'answers in a test', db);
  const runtime: TestRuntime = {
    config,
    databaseUrl: database.url,
    ownerUrl: database.owner,
    db,
    pool,
    lane,
    files: createDiskStore(join(dataDir, 'files')),
    log: createLog('silent'),
    metrics: createMetrics(() => pool.waitingCount),
    pageCache: new PageCache(),
    async drop() {
      await lane.close();
      await close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  setRuntime(runtime);
  return runtime;
}
