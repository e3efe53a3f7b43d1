import { answerStatistics, readStatisticsQuery } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('ideas', ({ url, locals }: RequestEvent) => {
  const query = readStatisticsQuery(url.searchParams);
  if (!query.ok) return { refused: 400, problems: query.problems };
  return answerStatistics(runtime().db, query.value.quarter ?? null, locals.now);
});
