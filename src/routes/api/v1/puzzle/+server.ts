import { answerPuzzle, readPuzzleQuery } from '#modules/site/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('site', ({ url, locals }: RequestEvent) => {
  const query = readPuzzleQuery(url.searchParams);
  if (!query.ok) return { refused: 400, problems: query.problems };
  return answerPuzzle(runtime(), query.value.purpose, locals.now);
});
