import { answerTrack } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('ideas', ({ params, locals, getClientAddress }: RequestEvent) =>
  answerTrack(runtime(), params.code, { address: getClientAddress(), now: locals.now }),
);
