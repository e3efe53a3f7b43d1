/** Everything that can be asked of the application, read from the router's folder and from the modules' doors. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadManifests } from '#src/manifests.ts';
import '#src/paths.ts';

const ROUTES = join(import.meta.dirname, '../../src/routes');
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'] as const;

/** One way to ask: `GET /desk/ideas`, `POST /desk/imports/[id=number]?/apply`; `POST /x` is the unnamed action. */
export type Way = { key: string; route: string; method: string; action: string | null };

const wayOf = (route: string, method: string, action: string | null = null): Way => ({
  key: `${method} ${route}${action === null ? '' : `?/${action}`}`, route, method, action,
});

type PageModule = { actions?: Record<string, unknown> };
type EndpointModule = Partial<Record<(typeof METHODS)[number], unknown>>;

/** Importing runs no request; names of actions that are built from a list are found too. */
export async function ways(): Promise<Way[]> {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' }).sort();
  const found: Way[] = [];
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const route = `/${file.slice(0, -name.length - 1)}`;
    if (name === '+page.svelte') found.push(wayOf(route, 'GET'));
    if (name === '+page.server.ts') {
      const { actions = {} } = (await import(join(ROUTES, file))) as PageModule;
      found.push(...Object.keys(actions).map((action) => wayOf(route, 'POST', action === 'default' ? null : action)));
    }
    if (name === '+server.ts') {
      const module = (await import(join(ROUTES, file))) as EndpointModule;
      found.push(...METHODS.filter((method) => module[method] !== undefined).map((method) => wayOf(route, method)));
    }
  }
  const hot = (await loadManifests()).flatMap((manifest) => manifest.hot ?? []);
  found.push(...hot.map(({ method, path }) => wayOf(path, method)));
  return [...new Map(found.map((way) => [way.key, way])).values()];
}
