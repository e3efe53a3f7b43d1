import { openFeeds, readFollow } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => ({
  page: await openFeeds(runtime(), readFollow(url.searchParams, locals.language), locals.t, locals.now),
});
