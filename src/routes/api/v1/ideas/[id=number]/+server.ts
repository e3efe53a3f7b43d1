import { answerIdea } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('ideas', ({ params, url, locals }: RequestEvent) =>
  answerIdea(runtime().db, params.id, { origin: url.origin, now: locals.now }),
);
