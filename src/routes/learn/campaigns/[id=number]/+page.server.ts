import { readCampaignQuizzes, readCampaignRankings } from '#modules/quizzes/index.server.ts';
import { anyRole } from '#modules/people/index.server.ts';
import { readLearnCampaign } from '#modules/study/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
  const anonymous = locals.actor.kind === 'anonymous';
  if (anonymous) setHeaders({ [CACHE_TAGS]: 'study' });
  const learn = found(await readLearnCampaign(runtime().db, params.id, locals));
  // Quizzes are answered by people with an account; the page of everybody else is kept for long.
  const assists = anyRole(locals.actor, ['secretary']);
  const rankings = await readCampaignRankings(runtime(), params.id);
  return { learn, assists, rankings, quizzes: anonymous ? [] : await readCampaignQuizzes(runtime().db, params.id, locals.now) };
};
