import { readLearnCampaign } from '#modules/study/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
  if (locals.actor.kind === 'anonymous') setHeaders({ [CACHE_TAGS]: 'study' });
  return { learn: found(await readLearnCampaign(runtime().db, params.id, locals)) };
};
