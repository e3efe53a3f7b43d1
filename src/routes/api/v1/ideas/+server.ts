import { answerIdeas, readIdeasQuery, sendIdea } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

/** POST at this address is answered before Kit (`modules/ideas/hot.server.ts`), except by `npm run dev`. */
export const { GET, POST, OPTIONS, fallback } = jsonApi(
  'ideas',
  ({ url, locals }: RequestEvent) => {
    const query = readIdeasQuery(url.searchParams);
    if (!query.ok) return { refused: 400, problems: query.problems };
    return answerIdeas(runtime().db, query.value, { origin: url.origin, now: locals.now });
  },
  sendIdea,
);
