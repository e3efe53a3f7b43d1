import { readFront } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas ideas:received' });
  return { front: await readFront(runtime().db, locals.now) };
};
