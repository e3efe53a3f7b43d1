/** Which room of the house a file is in, and what an import leads to. */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';

export const moduleRooms = ['rules', 'input', 'store', 'actions', 'door', 'hot', 'views'] as const;
export type ModuleRoom = (typeof moduleRooms)[number];

/** Everything under `src/` that is not in a module; `app` is what ties the house together (server, hooks, site). */
const halls = ['platform', 'ui', 'routes', 'enhance', 'service-worker'] as const;
type Hall = (typeof halls)[number];

export type Place =
  | { room: ModuleRoom; module: string; path: string }
  | { room: 'unknown'; module: string; path: string }
  | { room: Hall | 'app'; module?: undefined; path: string };

/** Where an import leads. `piece` of a package is its bare name; `missing` is an alias nobody declared. */
export type Target =
  | { kind: 'file'; place: Place }
  | { kind: 'package'; name: string }
  | { kind: 'builtin'; name: string };

/** A room is one file, or a folder of the room's name once it has outgrown that. */
const roomNames: [ModuleRoom, RegExp][] = [
  ['door', /^index\.server\.ts$/],
  ['rules', /^rules(\.ts$|\/)/],
  ['input', /^input(\.ts$|\/)/],
  ['store', /^store(\.server\.ts$|\/)/],
  ['actions', /^actions(\.server\.ts$|\/)/],
  ['hot', /^hot(\.server\.ts$|\/)/],
  ['views', /^views\//],
];

/** The room of a path from the project's root (`src/modules/ideas/rules.ts`). */
export function placeOf(path: string): Place {
  const [, top = '', module = '', ...rest] = path.split('/');
  if (top === 'modules' && rest.length > 0) {
    const name = rest.join('/');
    const room = roomNames.find(([, pattern]) => pattern.test(name))?.[0];
    return room ? { room, module, path } : { room: 'unknown', module, path };
  }
  return { room: halls.find((hall) => hall === top) ?? 'app', path };
}

const aliases: [string, string][] = [
  ['#platform/', 'src/platform/'],
  ['#ui/', 'src/ui/'],
  ['#modules/', 'src/modules/'],
  ['#src/', 'src/'],
  ['#lib/', 'src/lib/'],
];

const builtins = new Set(builtinModules);

export function targetOf(specifier: string, importer: string): Target {
  const path = specifier.split('?')[0] ?? specifier;
  if (path.startsWith('.')) return { kind: 'file', place: placeOf(posix.join(posix.dirname(importer), path)) };
  const alias = aliases.find(([prefix]) => path.startsWith(prefix));
  if (alias) return { kind: 'file', place: placeOf(alias[1] + path.slice(alias[0].length)) };
  if (path.startsWith('node:') || builtins.has(path.split('/')[0] ?? path)) return { kind: 'builtin', name: path };
  return { kind: 'package', name: path };
}

export const isTest = (path: string): boolean => /\.test\.ts$/.test(path) || path.startsWith('src/platform/testing/');
