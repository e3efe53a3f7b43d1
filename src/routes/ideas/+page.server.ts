import { feedAddresses, listIdeas, readListQuery } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas' });
  const query = readListQuery(url.searchParams);
  const feeds = feedAddresses(runtime(), locals.t, query);
  const shared = runtime().config.publicOrigin + locals.t.href('/ideas');
  return { list: await listIdeas(runtime().db, query, locals.now), feeds, shared };
};
