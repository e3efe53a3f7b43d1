import { readAnalysis } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const body = /^[1-9]\d{0,8}$/.exec(event.url.searchParams.get('body') ?? '')?.[0];
  return { page: found(await readAnalysis(runtime().db, event.params.id, body ? Number(body) : null, signedIn(event))) };
};
