import { readDocument, readVersionQuery } from '#modules/documents/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, setHeaders }) => {
  const { version } = readVersionQuery(url.searchParams);
  const page = found(await readDocument(runtime().db, params.id, version, locals.now));
  setHeaders({ [CACHE_TAGS]: 'documents' });
  return { page };
};
