import { feedResponse, readListQuery } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url, locals }) =>
  feedResponse(runtime(), 'rss', { about: readListQuery(url.searchParams), t: locals.t, now: locals.now });
