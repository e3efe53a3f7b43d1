import { endpoints, siteApi } from '#modules/site/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'api' });
  const told = endpoints(siteApi).map(({ id, method, path, summary }) => ({ id, method, path, summary }));
  return { endpoints: told, origin: url.origin };
};
