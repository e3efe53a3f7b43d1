import { readPlaces } from '#modules/ideas/index.server.ts';
import { placesPanel } from '#modules/ideas/views/places.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { drawAll } from '#ui/chart.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders({ [CACHE_TAGS]: 'ideas' });
  const places = await readPlaces(runtime().db, url.searchParams.get('q') ?? '', locals.now);
  const panel = placesPanel(locals.t, places);
  return { places, panels: await drawAll(panel ? [panel] : []) };
};
