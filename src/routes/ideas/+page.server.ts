import { listIdeas, readListQuery } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas' });
  return { list: await listIdeas(runtime().db, readListQuery(url.searchParams), locals.now) };
};
