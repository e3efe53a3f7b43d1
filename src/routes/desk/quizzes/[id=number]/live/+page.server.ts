import { readLive } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  return { page: found(await readLive(runtime().db, event.params.id, signedIn(event))) };
};
