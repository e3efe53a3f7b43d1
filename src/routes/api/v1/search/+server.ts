import { answerSearch, readSearchQuery } from '#modules/site/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('site', ({ url, locals }: RequestEvent) => {
  const query = readSearchQuery(url.searchParams);
  if (!query.ok) return { refused: 400, problems: query.problems };
  const { q, page, type = null } = query.value;
  return answerSearch(runtime().db, { q, page, type }, { origin: url.origin, now: locals.now });
});
