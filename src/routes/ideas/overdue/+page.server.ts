import { readOverdueBoard } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

// The cache forgets after half a minute by itself: deadlines pass without anybody writing anything.
export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas' });
  return { board: await readOverdueBoard(runtime().db, locals.now) };
};
