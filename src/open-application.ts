import { ConfigRefused, readConfig, type Config } from '#platform/config.server.ts';
import { assertBound, grantToApplication, roleFacts } from '#platform/database/grant.server.ts';
import { migrate } from '#platform/database/migrate.ts';
import { installJobs } from '#platform/jobs/install.server.ts';
import { registerManifests, type Manifest } from '#platform/manifest.ts';
import { assertDurable, assertVersion } from '#platform/postgres/durable.ts';
import { applicationUrlOf, runningUrl, startEmbedded, type Embedded } from '#platform/postgres/embedded.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { loadManifests } from './manifests.ts';
import './paths.ts';
import { createRuntime } from './start-runtime.ts';
import { catalogue } from './words.generated.ts';

export type Application = {
  runtime: Runtime;
  manifests: Manifest[];
  /** The database that this process started; absent with an outside one. */
  embedded?: Embedded;
  close(): Promise<void>;
};

/**
 * Database up and migrated, words registered, reference data in place: what both the server and the command line
 * stand on. Says what it does through `say`, one line each. `join`: use the database of a running server, if there
 * is one, instead of refusing.
 * @throws ConfigRefused, EmbeddedRefused, MigrationRefused, DatabaseRefused: all with a line for the operator
 */
export async function openApplication(
  say: (line: string) => void,
  config = readConfig(),
  { join = false } = {},
): Promise<Application> {
  registerCatalogue(catalogue);
  const outside = config.databaseUrl ?? (join ? await runningUrl(config.dataDir) : undefined);
  const embedded = outside
    ? undefined
    : await startEmbedded({ dataDir: config.dataDir, log: say, ...(config.demo ? { settings: UNSAFE } : {}) });
  try {
    return await prepare(config, addressesOf(config, outside ?? embedded?.url), embedded, say);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** `DEMO=on` trades safety of the data for speed; only for demonstrations and tests. */
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Whose address is which: `owner` changes tables, `application` only their rows. */
type Addresses = { owner: string; application: string };

function addressesOf(config: Config, url: string | undefined): Addresses {
  if (!url) throw new ConfigRefused(['DATABASE_URL is missing']);
  if (config.databaseUrl) return { owner: config.databaseOwnerUrl ?? url, application: url };
  return { owner: url, application: applicationUrlOf(url) };
}

async function prepare(
  config: Config,
  { owner, application }: Addresses,
  embedded: Embedded | undefined,
  say: (line: string) => void,
): Promise<Application> {
  const applied = await migrate(owner);
  if (applied.length > 0) {
    say(`${applied.length} migrations applied`);
    await installJobs(owner);
  }
  const runtime = createRuntime(config, application);
  await assertFit(runtime, say);
  if (owner !== application) await grantToApplication(owner, (await roleFacts(runtime.pool)).name);
  const manifests = await loadManifests();
  registerManifests(manifests);
  for (const manifest of manifests) await manifest.prepare?.(runtime);
  const close = async () => {
    await runtime.lane.close();
    await runtime.db.destroy();
    await embedded?.stop();
  };
  return { runtime, manifests, ...(embedded ? { embedded } : {}), close };
}

/** Refuses a database that may lose what it confirmed, or a role that the second wall does not bind. */
async function assertFit({ config, pool }: Runtime, say: (line: string) => void): Promise<void> {
  const query = (text: string) => pool.query(text);
  await assertVersion(query);
  if (config.demo) return;
  await assertDurable(query);
  const role = await roleFacts(pool);
  assertBound(role);
  if (role.owns) {
    say(`The application works as ${role.name}, who owns the tables: give it a role of its own (docs/operate.md).`);
  }
}
