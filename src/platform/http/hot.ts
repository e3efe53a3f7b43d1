import type { IncomingMessage } from 'node:http';
import type { Runtime } from '../runtime.server.ts';

export type HotRequest = {
  /** Address of the peer as our own proxies report it; this and the query are worked out only for who asks. */
  address(): string;
  query(): URLSearchParams;
  headers: IncomingMessage['headers'];
  /** What stands at the `[name]` places of the path, in their order. */
  params: readonly string[];
  body: Buffer;
  now: Date;
};
export type HotResponse = { status: number; headers: Record<string, string>; body: string | Buffer };

/**
 * An endpoint served before Kit because a bench says so (Kit costs about 0.5 ms of CPU a request).
 * Its order is the same as everywhere: input → may? → action.
 */
export type HotEndpoint = {
  method: 'GET' | 'POST' | 'PUT';
  /** Parts `[name]` stand for a part that begins with a digit: `/api/v1/attempts/[attempt]/events`. */
  path: string;
  /** Largest accepted body in bytes. */
  maxBody: number;
  handle(runtime: Runtime, request: HotRequest): HotResponse | Promise<HotResponse>;
};

export type FindHot = (method: string, path: string) => { endpoint: HotEndpoint; params: readonly string[] } | undefined;

const NUMBERED = /\/[0-9][^/]*/g;
const PLACE = /\/\[[^/]*\]/g;

/** One or two looks into a table, however many endpoints there are. */
export function hotFinder(endpoints: readonly HotEndpoint[]): FindHot {
  const exact = new Map(endpoints.filter(({ path }) => !path.includes('[')).map((one) => [`${one.method} ${one.path}`, one]));
  const numbered = new Map(endpoints.filter(({ path }) => path.includes('[')).map((one) =>
    [`${one.method} ${one.path.replace(PLACE, '/[]')}`, one]));
  return (method, path) => {
    const endpoint = exact.get(`${method} ${path}`);
    if (endpoint) return { endpoint, params: [] };
    if (!path.startsWith('/api/')) return undefined;
    // Every part that begins with a digit is only a place.
    const params: string[] = [];
    const shape = path.replace(NUMBERED, (part) => {
      params.push(part.slice(1));
      return '/[]';
    });
    const found = numbered.get(`${method} ${shape}`);
    return found && { endpoint: found, params };
  };
}
