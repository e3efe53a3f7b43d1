import { suggestIdeas } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('ideas', ({ url, locals }: RequestEvent) =>
  suggestIdeas(runtime().db, url.searchParams.get('q') ?? '', locals.t),
);
