import { readCampaignQuery, readLearn } from '#modules/study/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  if (locals.actor.kind === 'anonymous') setHeaders({ [CACHE_TAGS]: 'study' });
  const learn = await readLearn(runtime().db, readCampaignQuery(url.searchParams), locals);
  const secretary = locals.actor.kind === 'person' && locals.actor.grants.some(({ role }) => role === 'secretary');
  return { learn, signedIn: locals.actor.kind === 'person', secretary };
};
