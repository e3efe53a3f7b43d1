import { answerPlaces, readPlacesQuery } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('places', ({ url, locals }: RequestEvent) => {
  const query = readPlacesQuery(url.searchParams);
  if (!query.ok) return { refused: 400, problems: query.problems };
  return answerPlaces(runtime().db, query.value, dayOf(locals.now));
});
