/** The built application on data of its own, as `npm start` runs it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '#platform/database/client.ts';
import { runningUrl } from '#platform/postgres/embedded.ts';
import { serveScript, type Served } from './child.ts';

export type Application = Served & { dataDir: string; databaseUrl: string; db: Db };

/** As on a laptop with the sample province, which brings the bodies that ideas are routed to. */
const SETTINGS = {
  HOST: '127.0.0.1',
  PORT: '0',
  SAMPLE: 'province',
  LOG_LEVEL: 'warn',
  DATABASE_URL: '',
  PUBLIC_ORIGIN: '',
  DEMO: 'off',
};

export const startOn = (dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Served> =>
  serveScript('scripts/start.ts', [], { ...SETTINGS, ...env, DATA_DIR: dataDir });

/** A folder for data that is removed at the end; the database's own account must be able to pass through it. */
export async function withDataDir<T>(use: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  await chmod(dataDir, 0o711);
  try {
    return await use(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Row-level security binds the owner of the tables too, unless it says that it is the system. */
function withEveryRow(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c caunoi.system=bench');
  return url.toString();
}

/** Starts the application with its embedded database, fsync on, and gives both to `use`. */
export function withApplication<T>(env: NodeJS.ProcessEnv, use: (application: Application) => Promise<T>): Promise<T> {
  return withDataDir(async (dataDir) => {
    const served = await startOn(dataDir, env);
    try {
      const databaseUrl = await runningUrl(dataDir);
      if (!databaseUrl) throw new Error('The application runs without its database.');
      const { db, close } = openDatabase({ url: withEveryRow(databaseUrl), max: 2 });
      try {
        return await use({ ...served, dataDir, databaseUrl, db });
      } finally {
        await close();
      }
    } finally {
      await served.stop();
    }
  });
}
