import type { IncomingMessage, ServerResponse } from 'node:http';
import { CachedPage, type PageCache } from '../page-cache.server.ts';
import { wantedEncoding } from './encoding.ts';

/** A page may be kept for readers who are not signed in when its route sets this header to the tags it shows. */
export const CACHE_TAGS = 'x-cache-tags';
const MAX_KEY = 400;
/** Only what cannot differ between two readers may be kept with the page. */
const KEPT_HEADERS = new Set([
  'content-type',
  'content-disposition',
  'content-security-policy',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'permissions-policy',
  'strict-transport-security',
  'link',
]);

/** The key of a request that any reader may share, or undefined: a cookie makes a reader somebody. */
export function sharedKey(request: IncomingMessage, origin: string): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (request.headers.cookie || request.headers.authorization) return undefined;
  const url = request.url ?? '/';
  return url.length > MAX_KEY ? undefined : `${origin}${url}`;
}

/** @returns what the reader got: the page, or the word that theirs is still the same */
export function sendCached(request: IncomingMessage, response: ServerResponse, page: CachedPage): 'hit' | 'revalidated' {
  if (request.headers['if-none-match'] === page.etag) {
    response.writeHead(304, page.unchanged).end();
    return 'revalidated';
  }
  const { body, headers } = page.encoded(wantedEncoding(request));
  response.writeHead(page.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
  return 'hit';
}

type Captured = { status: number; headers: Record<string, string>; chunks: Buffer[] };

/**
 * Lets the next handler write into memory; when the page allows it, it is kept and sent from there. Any other
 * answer is passed on as it came.
 */
export function captureInto(
  cache: PageCache,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
  now: () => number,
): void {
  // Kit answers HEAD without a body; kept, it would be an empty page for everybody else.
  if (request.method !== 'GET') return;
  const { generation } = cache;
  const original = { writeHead: response.writeHead, write: response.write, end: response.end };
  let captured: Captured | undefined;
  const restore = () => Object.assign(response, original);

  response.writeHead = function (this: ServerResponse, status: number, ...rest: unknown[]) {
    const given = rest.at(-1);
    if (given && typeof given === 'object') {
      for (const [name, value] of Object.entries(given)) this.setHeader(name, value as string);
    }
    const tags = this.getHeader(CACHE_TAGS);
    if (tags === undefined || status !== 200) {
      restore();
      this.removeHeader(CACHE_TAGS);
      return this.writeHead(status);
    }
    captured = { status, headers: keptHeaders(this), chunks: [] };
    return this;
  } as typeof response.writeHead;

  response.write = function (this: ServerResponse, chunk: string | Uint8Array) {
    if (captured) captured.chunks.push(Buffer.from(chunk as Uint8Array));
    else return original.write.apply(this, arguments as never);
    return true;
  } as typeof response.write;

  response.end = function (this: ServerResponse, chunk?: string | Uint8Array) {
    restore();
    if (!captured) return original.end.apply(this, arguments as never);
    if (chunk) captured.chunks.push(Buffer.from(chunk as Uint8Array));
    finish(cache, key, request, this, captured, generation, now());
    return this;
  } as typeof response.end;
}

function keptHeaders(response: ServerResponse): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getHeaders())) {
    if (KEPT_HEADERS.has(name)) kept[name] = String(value);
  }
  kept['cache-control'] = 'public, max-age=0, must-revalidate';
  // An answer of the API is the same for everybody and says so; a page may differ for a reader who is somebody.
  kept.vary = response.getHeader('access-control-allow-origin') === '*' ? 'accept-encoding' : 'cookie, accept-encoding';
  return kept;
}

function finish(
  cache: PageCache,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
  captured: Captured,
  generation: number,
  now: number,
): void {
  const tags = String(response.getHeader(CACHE_TAGS)).split(' ');
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const page = { status: captured.status, headers: captured.headers, body: Buffer.concat(captured.chunks), tags };
  sendCached(request, response, cache.put(key, page, generation, now) ?? new CachedPage(page, now));
}
