import { readLibrary, readLibraryQuery } from '#modules/documents/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'documents' });
  return { library: await readLibrary(runtime().db, readLibraryQuery(url.searchParams)) };
};
