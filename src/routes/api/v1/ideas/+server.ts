import { answerIdeas, readIdeasQuery } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

/** POST at this address is a hot endpoint (`modules/ideas/hot.server.ts`). */
export const { GET, OPTIONS, fallback } = jsonApi(
  'ideas',
  ({ url, locals }: RequestEvent) => {
    const query = readIdeasQuery(url.searchParams);
    if (!query.ok) return { refused: 400, problems: query.problems };
    return answerIdeas(runtime().db, query.value, { origin: url.origin, now: locals.now });
  },
  ['POST'],
);
