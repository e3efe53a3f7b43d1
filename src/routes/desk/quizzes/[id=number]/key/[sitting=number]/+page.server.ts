import { openingCode } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = proven(event);
  event.setHeaders({ 'cache-control': 'no-store' });
  return { code: found(await openingCode(runtime(), event.params.id, event.params.sitting, officer)) };
};
