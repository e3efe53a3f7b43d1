import { readQuarter, readStatistics } from '#modules/ideas/index.server.ts';
import { transparencyPanels } from '#modules/ideas/views/transparency.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { drawAll } from '#ui/chart.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas ideas:received' });
  const statistics = await readStatistics(runtime().db, readQuarter(url.searchParams), locals.now);
  return { statistics, panels: await drawAll(transparencyPanels(locals.t, statistics)) };
};
