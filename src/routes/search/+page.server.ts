import { readSearch, readSearchPage } from '#modules/site/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => ({
  found: await readSearch(runtime().db, readSearchPage(url.searchParams), locals.now),
});
