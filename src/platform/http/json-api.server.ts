import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { isUnavailable } from '../database/unavailable.ts';
import type { Problem } from '../result.ts';
import { runtime } from '../runtime.server.ts';
import { isLanguage, translator, type Language } from '../words/translate.ts';
import { CACHE_TAGS } from './cached-pages.ts';
import type { HotEndpoint } from './hot.ts';
import { PROBLEM_TYPE, problemDocument } from './problem.ts';

/** What an action of the API hands to its route. Nothing in it may depend on who asks or in which language. */
export type Answer =
  | {
      body: unknown;
      /** 200 when absent. */
      status?: number;
      /** Tags of what it shows: it is then kept with the pages of readers who are not signed in. */
      tags?: string;
      headers?: Record<string, string>;
    }
  | Refusal;
export type Refusal = {
  refused: number;
  problems: readonly Problem[];
  /** Members beside the standard ones of RFC 9457. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** The whole API reads no cookie and no session, so pages of any other site may use it. */
export const OPEN_TO_ALL = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, location, retry-after',
};
const ALWAYS = { ...OPEN_TO_ALL, 'x-content-type-options': 'nosniff' };
const DAY_SECONDS = '86400';

/** The first of our languages in an `Accept-Language`, Vietnamese when there is none. */
export function preferredLanguage(header: string | null | undefined): Language {
  const wanted = (header ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLanguage) ?? 'vi';
}

/** RFC 9457 in the words of a module, else of the house (`ui.problem.…`). Never cached. */
export function refusal(request: Request, words: string, { refused, problems, more, headers }: Refusal): Response {
  const language = preferredLanguage(request.headers.get('accept-language'));
  const t = translator(language);
  const say = (one: Problem) => {
    const own = `${words}.problem.${one.code}`;
    return t.dynamic(t.has(own) ? own : `ui.problem.${one.code}`, one.values);
  };
  const body = JSON.stringify(problemDocument(refused, problems, say, more));
  const own = { 'content-type': PROBLEM_TYPE, 'content-language': language, vary: 'accept-language' };
  return new Response(body, { status: refused, headers: { ...ALWAYS, ...own, 'cache-control': 'no-store', ...headers } });
}

function accepted({ body, status = 200, tags, headers }: Exclude<Answer, Refusal>): Response {
  const keep: Record<string, string> = tags
    ? { [CACHE_TAGS]: tags, 'cache-control': 'public, max-age=0, must-revalidate', vary: 'accept-encoding' }
    : { 'cache-control': 'no-store' };
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return new Response(JSON.stringify(body), { status, headers: { ...ALWAYS, ...type, ...keep, ...headers } });
}

const unexpected = (request: Request, words: string, error: unknown): Response => {
  const { log, metrics } = runtime();
  if (isUnavailable(error)) {
    log.warn({ err: error }, 'the database could not be reached');
    return refusal(request, words, { refused: 503, problems: [{ code: 'api.unavailable' }], headers: { 'retry-after': '5' } });
  }
  const id = randomUUID().slice(0, 8);
  metrics.errors.inc();
  log.error({ err: error, id }, 'unexpected failure');
  return refusal(request, words, { refused: 500, problems: [{ code: 'api.failed', values: { id } }], more: { id } });
};

type Handler<E> = (event: E) => Promise<Answer> | Answer;
type Route<E> = (event: E) => Promise<Response>;

/** A hot endpoint as a route of Kit: what `npm run dev` serves, where no server of ours stands around Kit. */
async function serveHot(hot: HotEndpoint, { request, url, getClientAddress, locals }: RequestEvent): Promise<Response> {
  const { status, headers, body } = await hot.handle(runtime(), {
    address: getClientAddress,
    headers: Object.fromEntries(request.headers),
    query: () => url.searchParams,
    params: url.pathname.split('/').filter((part) => /^[0-9]/.test(part)),
    body: Buffer.from(await request.arrayBuffer()),
    now: locals.now,
  });
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { status, headers });
}

/**
 * The exports of a `+server.ts` of the API: `export const { GET, OPTIONS, fallback } = jsonApi('ideas', …)`.
 * @param words module whose `problem.…` words say what went wrong
 * @param hot the endpoint that the server answers before Kit at the same address
 */
export function jsonApi<E extends RequestEvent>(
  words: string,
  handle: Handler<E>,
  hot?: HotEndpoint,
): { GET: Route<E>; POST: Route<E>; OPTIONS: Route<E>; fallback: Route<E> } {
  const methods = ['GET', 'HEAD', 'OPTIONS', ...(hot ? [hot.method] : [])].join(', ');
  const guarded = async ({ request }: E, answer: () => Promise<Response>): Promise<Response> => {
    try {
      return await answer();
    } catch (error) {
      return unexpected(request, words, error);
    }
  };
  const fallback: Route<E> = async ({ request }) => {
    const problems = [{ code: 'api.method', values: { method: request.method } }];
    return refusal(request, words, { refused: 405, problems, headers: { allow: methods } });
  };
  return {
    GET: (event) =>
      guarded(event, async () => {
        const answer = await handle(event);
        return 'refused' in answer ? refusal(event.request, words, answer) : accepted(answer);
      }),
    POST: (event) => (hot ? guarded(event, () => serveHot(hot, event)) : fallback(event)),
    async OPTIONS() {
      const headers = {
        ...ALWAYS,
        allow: methods,
        'access-control-allow-methods': methods,
        'access-control-allow-headers': 'content-type, idempotency-key, accept-language',
        'access-control-max-age': DAY_SECONDS,
      };
      return new Response(null, { status: 204, headers });
    },
    fallback,
  };
}
