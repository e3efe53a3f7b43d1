import { answerOpenApi, siteApi } from '#modules/site/index.server.ts';
import { jsonApi } from '#platform/http/json-api.server.ts';
import type { RequestEvent } from './$types';

export const { GET, OPTIONS, fallback } = jsonApi('site', ({ url }: RequestEvent) => answerOpenApi(url.origin, siteApi));
