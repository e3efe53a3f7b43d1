import { answerFields } from '#modules/ideas/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';

export const { GET, OPTIONS, fallback } = jsonApi('ideas', () => answerFields(runtime().db));
