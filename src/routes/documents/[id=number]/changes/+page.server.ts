import { readChanges, readVersionQuery } from '#modules/documents/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, setHeaders }) => {
  const page = found(await readChanges(runtime().db, params.id, readVersionQuery(url.searchParams)));
  setHeaders({ [CACHE_TAGS]: 'documents' });
  return { page };
};
