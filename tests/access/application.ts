/** The built application in this process, on a database of its own, with the small tree and everybody in it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { registerManifests } from '#platform/manifest.ts';
import { ownTables } from '#platform/testing/catalogue.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { localPath } from '#platform/words/paths.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { loadManifests } from '#src/manifests.ts';
import { createAppServer, KIT_ENVIRONMENT, type Patience } from '#src/server.ts';
import { catalogue } from '#src/words.generated.ts';
import { enter, makeBodies, type Bodies } from './people.ts';
import type { Params } from './subjects.ts';

export type World = {
  runtime: TestRuntime;
  origin: string;
  bodies: Bodies;
  /** An account that forms may name. */
  somebody: string;
  close(): Promise<void>;
};

/** @param patience with senders who stall; the usual one when absent */
export async function startWorld(patience?: Patience): Promise<World> {
  registerCatalogue(catalogue);
  const runtime = await testRuntime({ SEND_LIMIT: '0', XAPI: 'on' });
  const manifests = await loadManifests();
  registerManifests(manifests);
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  for (const manifest of manifests) await manifest.prepare?.(runtime);
  const bodies = await makeBodies(runtime.db);
  Object.assign(process.env, KIT_ENVIRONMENT);
  const { handler } = (await import(new URL('../../build/handler.js', import.meta.url).href)) as { handler: never };
  const hot = manifests.flatMap((manifest) => manifest.hot ?? []);
  const server = createAppServer({ runtime, kit: handler, hot, ...(patience ? { patience } : {}) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await runtime.drop();
  };
  const { personId: somebody } = await enter(runtime, []);
  return { runtime, origin: `http://127.0.0.1:${port}`, bodies, somebody, close };
}

const SOMETHING: Params = {
  id: 1, grant: 1, file: '00000000-0000-4000-8000-000000000000', kind: 'members', table: 'quarters', format: 'gift',
  code: 'ABCD-EFGH', path: 'x', export: 1,
};

/** The address of a route, as a Vietnamese reader has it. */
export function addressOf(route: string, params: Params): string {
  const filled = route.replace(/\[(?:\.{3})?(\w+)(?:=\w+)?\]/g, (_, name: string) => String(params[name] ?? SOMETHING[name]));
  return localPath('vi', filled);
}

/**
 * Everything that is stored and can be changed by a request, a number a table; use of sessions and counters aside. Every
 * change of a body or a place shows in the number of its revision.
 */
export async function digest({ runtime: { db } }: Pick<World, 'runtime'>): Promise<string> {
  const aside = /^(limits|search|calendar)\.|^places\.place|^organisation\.(reach|body)|^platform\.(migration|seed)$|^people\.attempt$/;
  const names = (await ownTables(db)).map(({ name }) => name).filter((name) => !aside.test(name));
  const each = names.map((name) => sql`
    select ${name}::text as name, coalesce(sum(hashtextextended(t::text, 0)), 0) as hash from ${sql.table(name)} t`);
  return asSystem(db, 'test', async (tx) => {
    const { rows } = await sql<{ name: string; hash: string }>`${sql.join(each, sql` union all `)}`.execute(tx);
    return rows.map(({ name, hash }) => `${name} ${hash}`).join('\n');
  });
}

/** The tables that differ between two digests. */
export function changedTables(before: string, after: string): string[] {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line)).map((line) => line.split(' ')[0]!);
}

/** `schema.table.column` of every column in which one of the words stands somewhere. */
export async function tablesHolding({ runtime: { db } }: Pick<World, 'runtime'>, words: readonly string[]): Promise<string[]> {
  const aside = /^(limits|search|calendar|ledger)\.|^places\.place|^organisation\.(reach|body)|^platform\.(migration|seed)$|^audit\./;
  const tables = (await ownTables(db)).filter(({ name }) => !aside.test(name));
  const pattern = words.join('|');
  const each = tables.map(({ name }) => sql`
    select ${name}::text || '.' || pair.key as place from ${sql.table(name)} t, jsonb_each_text(to_jsonb(t)) as pair
    where t::text ~ ${pattern} and pair.value ~ ${pattern}`);
  const { rows } = await asSystem(db, 'test', (tx) => sql<{ place: string }>`
    select distinct place from (${sql.join(each, sql` union all `)}) as found order by 1`.execute(tx));
  return rows.map((row) => row.place);
}
