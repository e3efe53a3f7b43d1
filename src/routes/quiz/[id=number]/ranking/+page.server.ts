import { readRanking, readRankingPage } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

/** Kept nowhere, neither by us nor on the way: a consent that is taken back ends at once. */
export const load: PageServerLoad = async ({ params, url, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  return { ranking: found(await readRanking(runtime(), params.id, readRankingPage(url.searchParams), locals.now)) };
};
