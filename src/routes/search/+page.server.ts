import { readSearch, readSearchPage } from '#modules/site/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas' });
  return { found: await readSearch(runtime().db, readSearchPage(url.searchParams), locals.now) };
};
